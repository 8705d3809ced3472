import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const IGNORED_FOLDERS = new Set(["node_modules", ".next", "dist"]);
const IGNORED_FILES = /\.test\.(tsx?|mjs)$|\.md$|\.tsbuildinfo$/;

function* filesBelow(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory() && IGNORED_FOLDERS.has(entry.name)) continue;
    if (entry.isFile() && IGNORED_FILES.test(entry.name)) continue;
    yield* filesBelow(join(path, entry.name));
  }
}

/**
 * One hash over names and contents of files and folders below `base`; tests and texts do not count.
 * The same on every machine: paths with "/", in one order. What does not exist adds nothing.
 */
export function hashOf(base, paths, extra = "") {
  const hash = createHash("sha256").update(extra);
  const files = paths.flatMap((path) => [...filesBelow(join(base, path))]);
  for (const file of [...new Set(files)].sort()) {
    hash.update(`\0${relative(base, file).split(sep).join("/")}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Whether the work that `file` stands for was last done for `hash`, and all it made is still there. */
export function isFresh(file, hash, made = []) {
  return existsSync(file) && readFileSync(file, "utf8").trim() === hash && made.every((path) => existsSync(path));
}

/** Forgets that the work was done, so that a broken attempt counts as none. */
export function forget(file) {
  rmSync(file, { force: true });
}

/** Remembers that the work was done for `hash`. */
export function remember(file, hash) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${hash}\n`);
}
