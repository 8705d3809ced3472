import { existsSync } from "node:fs";
import { step } from "./progress.mjs";
import { inRoot } from "./root.mjs";
import { runCommand } from "./run-command.mjs";
import { forget, hashOf, isFresh, remember } from "./stamp.mjs";

const CONFIG = ["package-lock.json", "package.json", "tsconfig.json"];

/** The two halves of the build: what each is made of, how it is made, and what must be there afterwards. */
const PARTS = [
  {
    name: "building the pages (next build)",
    sources: ["app", "components", "lib", "public", "prisma", "next.config.ts", "postcss.config.mjs", ...CONFIG],
    stamp: inRoot(".next", "heddle-built"),
    made: [inRoot(".next", "BUILD_ID")],
    command: [inRoot("node_modules", "next", "dist", "bin", "next"), "build"],
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  },
  {
    name: "bundling the processes (esbuild)",
    sources: ["lib", "sample", ...CONFIG],
    stamp: inRoot("dist", ".heddle-built"),
    made: ["server", "collector", "heddle", "sample"].map((name) => inRoot("dist", `${name}.js`)),
    command: [inRoot("lib", "launch", "bundle.mjs")],
    env: {},
  },
];

/**
 * Builds pages and processes where their sources have changed since the last build (by content, tests aside).
 * `force` builds them whatever the stamps say. Throws CommandError with the build's last lines.
 */
export async function ensureBuilt({ force = false } = {}) {
  for (const { name, sources, stamp, made, command, env } of PARTS) {
    const hash = hashOf(inRoot(), sources);
    if (!force && isFresh(stamp, hash, made)) continue;
    forget(stamp);
    await step(name, () => runCommand(process.execPath, command, { env }));
    const missing = made.find((path) => !existsSync(path));
    if (missing) throw new Error(`${name} ended well but left no ${missing}.`);
    remember(stamp, hash);
  }
}
