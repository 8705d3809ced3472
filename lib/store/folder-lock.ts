import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { z } from "zod";
import { HeddleError } from "../model/heddle-error";

const Holder = z.object({ pid: z.number().int(), host: z.string(), processStart: z.string(), at: z.string() });
type Holder = z.infer<typeof Holder>;

export interface FolderLock {
  release(): void;
}

/**
 * Takes the lock file `path` for this process. A lock whose process is gone is healed. Throws HeddleError `unavailable` when
 * another living process holds it. `what` names the thing locked, e.g. "the console's data".
 */
export function lockFolder(path: string, what: string): FolderLock {
  mkdirSync(dirname(path), { recursive: true });
  const own = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    processStart: processStart(process.pid),
    at: new Date().toISOString(),
  } satisfies Holder);
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(path, own)) return { release: () => releaseOwn(path, own) };
    const found = read(path);
    if (found === null) continue;
    const holder = parse(found);
    if (holder && isAlive(holder)) throw held(path, what, holder);
    removeStale(path, found);
  }
  throw held(path, what, null);
}

function create(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    // A link appears whole and only where nothing was: nobody ever reads half a lock.
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the stale lock away. Should another process have healed it in between, its fresh lock is put back. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (read(aside) !== stale) {
    try {
      linkSync(aside, path);
    } catch {
      // a third process has it by now; the next attempt finds out
    }
  }
  rmSync(aside, { force: true });
}

function releaseOwn(path: string, own: string): void {
  if (read(path) === own) rmSync(path, { force: true });
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function parse(text: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const start = processStart(holder.pid);
  return start === "" || holder.processStart === "" || start === holder.processStart;
}

/** When a process began, in clock ticks since boot, so that a reused pid is told apart; "" where /proc is missing. */
function processStart(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  if (!stat) return "";
  const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return afterName[19] ?? "";
}

function held(path: string, what: string, holder: Holder | null): HeddleError {
  const who = holder ? `process ${holder.pid} on ${holder.host}, since ${holder.at}` : "another process";
  const elsewhere = holder !== null && holder.host !== hostname();
  return new HeddleError("unavailable", {
    what: `Could not open ${what}.`,
    why: `It is in use by ${who}.`,
    next: elsewhere
      ? `Stop that process. If it is gone, remove ${path}.`
      : "Stop that process, or give this one its own HEDDLE_DATA_DIR.",
    details: { lock: path, pid: holder?.pid },
  });
}
