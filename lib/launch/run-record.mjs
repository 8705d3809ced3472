import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const fileOf = (dataDir) => join(dataDir, "running.json");

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Who runs on this data folder, or last did: { pid, url, alive }; undefined when nobody has, or ended well. */
export function lastRun(dataDir) {
  try {
    const { pid, url } = JSON.parse(readFileSync(fileOf(dataDir), "utf8"));
    return { pid, url, alive: pid !== process.pid && isAlive(pid) };
  } catch {
    return undefined;
  }
}

export function recordRun(dataDir, url) {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(fileOf(dataDir), JSON.stringify({ pid: process.pid, url }));
}

export function forgetRun(dataDir) {
  rmSync(fileOf(dataDir), { force: true });
}
