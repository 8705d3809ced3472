import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

/** Starts a guard and a process for it to watch, prints that process' id, then stays. */
const PARENT = `
  const { spawn } = await import("node:child_process");
  const guard = spawn(process.execPath, [process.argv[1]], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  const watched = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  const spared = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "ignore" });
  guard.stdin.write("+" + watched.pid + "\\n+" + spared.pid + "\\n-" + spared.pid + "\\n");
  setTimeout(() => console.log(watched.pid + " " + spared.pid), 300);
  setInterval(() => {}, 1000);
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("what a killed process leaves behind is ended, and nothing else", async () => {
  const parent = spawn(process.execPath, ["--input-type=module", "-e", PARENT, resolve("lib/launch/guard.mjs")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((done) => parent.stdout.setEncoding("utf8").once("data", done));
  const [watched = 0, spared = 0] = line.trim().split(" ").map(Number);
  expect(isAlive(watched)).toBe(true);
  parent.kill("SIGKILL");
  await expect.poll(() => isAlive(watched), { timeout: 8000 }).toBe(false);
  expect(isAlive(spared)).toBe(true);
  process.kill(spared, "SIGKILL");
});
