import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

interface Mark {
  clean: boolean;
  startedAtMs: number;
  flushedAtMs: number;
}

/** A small file that knows whether the last process of this data folder ended cleanly and up to when its edge traffic was stored. */
export class RunMarker {
  readonly #path: string;
  readonly #now: () => number;
  #mark: Mark;
  #lastWriteMs = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string, now: () => number = Date.now) {
    this.#path = path;
    this.#now = now;
    this.#mark = { clean: false, startedAtMs: now(), flushedAtMs: now() };
  }

  /** Marks this run as begun; gives what the last one may have lost, "" when it ended cleanly or there was none. */
  async begin(recoveredSpans: number): Promise<string> {
    const before = await readMark(this.#path);
    await mkdir(dirname(this.#path), { recursive: true });
    await this.#write();
    if (before === null || before.clean) return "";
    const from = new Date(before.flushedAtMs).toISOString();
    const to = new Date(this.#mark.startedAtMs).toISOString();
    const spans = recoveredSpans > 0 ? ` ${recoveredSpans} acknowledged spans were recovered from disk.` : "";
    return `The collector ended without a clean stop: edge traffic received between ${from} and ${to} may be missing.${spans}`;
  }

  /** Edge traffic received up to `atMs` is stored. Written at most once a second. */
  flushed(atMs: number): void {
    this.#mark.flushedAtMs = atMs;
    if (this.#now() - this.#lastWriteMs < 1000) return;
    this.#writing = this.#writing.then(() => this.#write()).catch(() => {});
  }

  async endClean(): Promise<void> {
    this.#mark.clean = true;
    await this.#writing;
    await this.#write();
  }

  async #write(): Promise<void> {
    this.#lastWriteMs = this.#now();
    await writeFile(`${this.#path}.new`, JSON.stringify(this.#mark));
    await rename(`${this.#path}.new`, this.#path);
  }
}

async function readMark(path: string): Promise<Mark | null> {
  try {
    const mark: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof mark !== "object" || mark === null) return null;
    const { clean, startedAtMs, flushedAtMs } = mark as Partial<Mark>;
    if (typeof flushedAtMs !== "number" || typeof startedAtMs !== "number") return null;
    return { clean: clean === true, startedAtMs, flushedAtMs };
  } catch {
    return null;
  }
}
