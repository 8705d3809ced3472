import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forget, hashOf, isFresh, remember } from "./stamp.mjs";

let base;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "heddle-stamp-"));
  mkdirSync(join(base, "lib", "deep"), { recursive: true });
  writeFileSync(join(base, "lib", "a.ts"), "a");
  writeFileSync(join(base, "lib", "deep", "b.ts"), "b");
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const hash = () => hashOf(base, ["lib", "absent.json"]);

test("the same sources give the same hash; content, names and places count", () => {
  const first = hash();
  expect(hash()).toBe(first);
  writeFileSync(join(base, "lib", "a.ts"), "changed");
  const changed = hash();
  expect(changed).not.toBe(first);
  writeFileSync(join(base, "lib", "a.ts"), "a");
  expect(hash()).toBe(first);
  writeFileSync(join(base, "lib", "c.ts"), "");
  expect(hash()).not.toBe(first);
});

test("tests, texts and what others make do not count", () => {
  const first = hash();
  mkdirSync(join(base, "lib", "node_modules"));
  writeFileSync(join(base, "lib", "node_modules", "x.js"), "x");
  writeFileSync(join(base, "lib", "a.test.ts"), "x");
  writeFileSync(join(base, "lib", "README.md"), "x");
  expect(hash()).toBe(first);
});

test("work is fresh only for its own hash and while all it made is there", () => {
  const stamp = join(base, "dist", ".stamp");
  const made = join(base, "dist", "made.js");
  expect(isFresh(stamp, "h1", [])).toBe(false);
  remember(stamp, "h1");
  writeFileSync(made, "");
  expect(isFresh(stamp, "h1", [made])).toBe(true);
  expect(isFresh(stamp, "h2", [made])).toBe(false);
  rmSync(made);
  expect(isFresh(stamp, "h1", [made])).toBe(false);
  forget(stamp);
  expect(isFresh(stamp, "h1", [])).toBe(false);
});
