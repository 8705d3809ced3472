import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "./folder-lock";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "heddle-lock-"));
  path = join(folder, "inner", "state.lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const holder = (more: object) =>
  JSON.stringify({ pid: process.pid, host: hostname(), processStart: "", at: "2026-01-01T00:00:00.000Z", ...more });

describe("lockFolder", () => {
  it("is held until released", () => {
    const lock = lockFolder(path, "the data");
    expect(() => lockFolder(path, "the data")).toThrow("in use by process");
    lock.release();
    expect(existsSync(path)).toBe(false);
    lockFolder(path, "the data").release();
  });

  it("heals the lock of a process that is gone", () => {
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    lockFolder(path, "the data").release();
    writeFileSync(path, holder({ pid: gone }));
    const lock = lockFolder(path, "the data");
    lock.release();
    expect(readdirSync(join(folder, "inner"))).toEqual([]);
  });

  it("heals a lock whose process number belongs to another process by now", () => {
    lockFolder(path, "the data").release();
    writeFileSync(path, holder({ processStart: "1" }));
    if (process.platform === "linux") lockFolder(path, "the data").release();
    else expect(() => lockFolder(path, "the data")).toThrow("in use");
  });

  it("heals a lock that is no lock", () => {
    lockFolder(path, "the data").release();
    writeFileSync(path, "half a lo");
    lockFolder(path, "the data").release();
  });

  it("leaves the lock of another machine alone and says which file to remove", () => {
    lockFolder(path, "the data").release();
    writeFileSync(path, holder({ host: "elsewhere" }));
    expect(() => lockFolder(path, "the data")).toThrow(
      expect.objectContaining({ next: expect.stringContaining(path) }),
    );
  });

  it("does not remove a lock that another has taken in between", () => {
    const lock = lockFolder(path, "the data");
    writeFileSync(path, holder({ at: "later" }));
    lock.release();
    expect(existsSync(path)).toBe(true);
  });
});
