import { existsSync, readFileSync } from "node:fs";
import { ensurePrismaClient } from "./ensure-prisma-client.mjs";
import { step } from "./progress.mjs";
import { inRoot } from "./root.mjs";
import { runCommand } from "./run-command.mjs";
import { forget, hashOf, isFresh, remember } from "./stamp.mjs";

const STAMP = inRoot("node_modules", ".heddle-installed");

function packagesOf(file) {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")).packages ?? {}) : undefined;
}

/**
 * Whether what npm says it installed is what the lock asks for. Packages for other platforms may be missing;
 * nothing may have another version.
 */
export function matchesLock(locked, installed) {
  if (!locked || !installed) return false;
  const names = Object.keys(locked).filter((name) => name !== "");
  return names.every((name) => {
    const there = installed[name];
    if (!there) return locked[name].optional === true || locked[name].devOptional === true;
    return there.version === locked[name].version;
  });
}

/** `npm ci`, by the npm that runs us if there is one. */
async function install() {
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  // Development packages build the product: they are needed even where NODE_ENV says production.
  const env = { NODE_ENV: "development", npm_config_production: "false" };
  if (npm?.endsWith(".js")) return runCommand(process.execPath, [npm, ...args], { env });
  return runCommand("npm", args, { env, shell: process.platform === "win32" });
}

/** Installs the packages when they are missing or the lock has changed, then generates the Prisma client when stale. */
export async function ensureDependencies() {
  const hash = hashOf(inRoot(), ["package-lock.json"]);
  if (!isFresh(STAMP, hash)) {
    const installed = packagesOf(inRoot("node_modules", ".package-lock.json"));
    if (!matchesLock(packagesOf(inRoot("package-lock.json")), installed)) {
      forget(STAMP);
      await step("installing packages (npm ci)", install);
    }
    remember(STAMP, hash);
  }
  await ensurePrismaClient();
}
