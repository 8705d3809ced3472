import { existsSync } from "node:fs";
import { step } from "./progress.mjs";
import { inRoot } from "./root.mjs";
import { runCommand } from "./run-command.mjs";
import { forget, hashOf, isFresh, remember } from "./stamp.mjs";

const STAMP = inRoot("node_modules", ".heddle-prisma");
const SOURCES = ["prisma", "prisma.config.ts", "package-lock.json"];

/** Generates the Prisma client when the schema or Prisma has changed since it was last done. */
export async function ensurePrismaClient() {
  if (!existsSync(inRoot("prisma"))) return;
  const hash = hashOf(inRoot(), SOURCES);
  if (isFresh(STAMP, hash, [inRoot("node_modules", ".prisma", "client", "index.js")])) return;
  forget(STAMP);
  const prisma = inRoot("node_modules", "prisma", "build", "index.js");
  await step("generating the database client (prisma generate)", () =>
    runCommand(process.execPath, [prisma, "generate"], {
      env: { PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
    }),
  );
  remember(STAMP, hash);
}
