import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SupervisedProcess } from "./supervised-process.mjs";

let dir;
let running;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "heddle-supervised-"));
});
afterEach(async () => {
  await running?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Starts a script; gives what was said and which process ids the guard was told. */
function supervise(script, { graceMs = 5000 } = {}) {
  const said = [];
  const watched = [];
  running = new SupervisedProcess({
    name: "part",
    args: ["-e", script],
    env: process.env,
    logFile: join(dir, "part.log"),
    guard: { add: (pid) => watched.push(pid), remove: (pid) => watched.splice(watched.indexOf(pid), 1) },
    say: (text) => said.push(text),
    verbose: false,
    graceMs,
  });
  running.start();
  return { said, watched, log: () => readFileSync(join(dir, "part.log"), "utf8") };
}

const STAYS = "setInterval(() => {}, 1000);";

test("output goes to the log; only errors are said", async () => {
  const { said, log } = supervise(
    `console.log("plain"); console.log(JSON.stringify({ level: 50, msg: "store is full" })); ${STAYS}`,
  );
  await vi.waitFor(() => expect(said).toEqual(["part: store is full"]), { timeout: 5000 });
  expect(log()).toContain("plain\n");
});

test("whoever ends by itself is started again, and that is said with the reason", async () => {
  const { said, watched } = supervise("process.exit(7)");
  await vi.waitFor(() => expect(running.failures).toBeGreaterThanOrEqual(2), { timeout: 10_000 });
  expect(said[0]).toContain("part ended (exit code 7); it is started again in 0.5 s");
  await running.stop();
  const failures = running.failures;
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(running.failures).toBe(failures);
  expect(watched).toEqual([]);
});

test("stop() is polite first", async () => {
  const { watched, log } = supervise(
    `process.on("SIGTERM", () => { console.log("flushed"); process.exit(0); }); console.log("up"); ${STAYS}`,
  );
  await vi.waitFor(() => expect(log()).toContain("up"), { timeout: 5000 });
  expect(watched).toHaveLength(1);
  await running.stop();
  expect(log()).toContain("flushed");
  expect(watched).toEqual([]);
});

test("who does not listen is killed after its grace", async () => {
  const { said, log } = supervise(`process.on("SIGTERM", () => {}); console.log("up"); ${STAYS}`, { graceMs: 300 });
  await vi.waitFor(() => expect(log()).toContain("up"), { timeout: 5000 });
  await running.stop();
  expect(said).toEqual(["part did not end within 0.3 s and is killed"]);
});
