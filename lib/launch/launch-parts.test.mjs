import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeProblem } from "./check-node.mjs";
import { matchesLock } from "./ensure-dependencies.mjs";
import { findEnvoy } from "./ensure-envoy.mjs";
import { step } from "./progress.mjs";
import { runCommand } from "./run-command.mjs";
import { parseOptions } from "./start-options.mjs";
import { endingOf, errorIn, restartDelayMs } from "./supervised-process.mjs";

test("takes Node 20.19 and newer, says what an older one needs", () => {
  for (const good of ["20.19.0", "20.20.2", "22.0.0", "24.3.1"]) expect(nodeProblem(good)).toBeUndefined();
  for (const old of ["20.18.9", "18.20.0", "16.0.0"]) expect(nodeProblem(old)).toContain("20.19");
});

test("an installation matches its lock when versions agree; only optional packages may be missing", () => {
  const locked = {
    "": {},
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b": { version: "2.0.0", optional: true },
  };
  expect(matchesLock(locked, { "node_modules/a": { version: "1.0.0" } })).toBe(true);
  expect(matchesLock(locked, { "node_modules/a": { version: "1.0.1" } })).toBe(false);
  expect(matchesLock(locked, { "node_modules/b": { version: "2.0.0" } })).toBe(false);
  expect(matchesLock(locked, undefined)).toBe(false);
});

test.skipIf(process.platform === "win32")("finds Envoy by ENVOY_BIN first, then on PATH", () => {
  const dir = mkdtempSync(join(tmpdir(), "heddle-path-"));
  const program = join(dir, "envoy");
  writeFileSync(program, "#!/bin/sh\n");
  expect(findEnvoy({ ENVOY_BIN: program })).toBeUndefined();
  chmodSync(program, 0o755);
  expect(findEnvoy({ ENVOY_BIN: program })).toBe(program);
  expect(findEnvoy({ PATH: `/nowhere:${dir}` })).toBe(program);
  expect(findEnvoy({ ENVOY_BIN: "/nowhere/envoy", PATH: dir })).toBeUndefined();
  rmSync(dir, { recursive: true });
});

test("knows its options and refuses others", () => {
  expect(parseOptions([])).toEqual({ noSample: false, verbose: false, help: false });
  expect(parseOptions(["--no-sample", "--verbose"])).toMatchObject({ noSample: true, verbose: true });
  expect(() => parseOptions(["--sample"])).toThrow('"--sample"');
});

test("waits longer after each end in a row, up to a limit", () => {
  expect([1, 2, 3, 4, 30].map(restartDelayMs)).toEqual([500, 1000, 2000, 4000, 15_000]);
});

test("tells endings apart", () => {
  expect(endingOf(1, null)).toBe("exit code 1");
  expect(endingOf(null, "SIGKILL")).toContain("out of memory");
  expect(endingOf(134, null)).toContain("heap");
  expect(endingOf(null, "SIGTERM")).toBe("ended by SIGTERM");
});

test("shows people only the errors of a structured log", () => {
  expect(errorIn('{"level":50,"msg":"store is full"}')).toBe("store is full");
  expect(errorIn('{"level":50,"msg":"read","err":{"message":"gone"}}')).toBe("read: gone");
  expect(errorIn('{"level":30,"msg":"fine"}')).toBeUndefined();
  expect(errorIn("{broken")).toBeUndefined();
  expect(errorIn("plain text")).toBeUndefined();
});

test("a failed command says its exit code and its last words", async () => {
  const script = "console.log('first'); console.error('the last words'); process.exit(3)";
  await expect(runCommand(process.execPath, ["-e", script])).rejects.toThrow(/exit code 3\n[\s\S]*the last words/);
  await expect(runCommand("/nowhere/at-all", [])).rejects.toThrow("ENOENT");
});

test("quick work is silent, slow work says what it does and how long it took", async () => {
  const written = [];
  const out = { isTTY: false, write: (text) => written.push(text) };
  expect(await step("quick", async () => 7, out)).toBe(7);
  expect(written).toEqual([]);
  await step("slow", () => new Promise((resolve) => setTimeout(resolve, 1400)), out);
  expect(written.join("")).toMatch(/… slow \(1\.\d s\)\n {2}✓ slow \(1\.\d s\)\n/);
});
