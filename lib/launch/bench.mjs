// `npm run bench`: measures the budgets of the production build and prints each with what it was measured against.
// `npm run bench -- ingest graph` runs only those parts.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureBuilt } from "./ensure-built.mjs";
import { ensureChromium } from "./ensure-chromium.mjs";
import { ensureDependencies } from "./ensure-dependencies.mjs";
import { ensureEnvoy } from "./ensure-envoy.mjs";

await ensureDependencies();
await ensureBuilt();
const env = { ...process.env, ENVOY_BIN: (await ensureEnvoy()) ?? "", CHROMIUM_PATH: await ensureChromium() };
const child = spawn(
  process.execPath,
  [join("node_modules", "tsx", "dist", "cli.mjs"), "e2e/bench/main.ts", ...process.argv.slice(2)],
  { stdio: "inherit", env },
);
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
