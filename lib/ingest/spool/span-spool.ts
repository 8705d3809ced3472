import { randomBytes } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Logger } from "pino";
import { HeddleError } from "../../model/heddle-error";
import type { SpanSegment, TelemetrySink } from "../telemetry-sink";
import { recoverSegment, removeSegment, SegmentFile, setAside } from "./segment-file";

export interface SpanSpoolOptions {
  folder: string;
  sink: TelemetrySink;
  log: Logger;
  now?: () => number;
  /** A segment goes to the store at this age, a small one at twice of it; what searches see is at most this much behind. */
  maxAgeMs?: number;
  maxSegmentBytes?: number;
  /** Not yet stored bytes on disk at which senders are told to slow down. */
  maxBytes?: number;
}

const TICK_MS = 100;
/** Inserts cost the store alike however small: with few spans they are made less often. */
const FEW_SPANS = 2000;
const MAX_RETRY_MS = 5000;

/**
 * Acknowledged spans on disk on their way to the store: `append` writes, segments follow each other into the sink in order, and are removed once
 * stored. What is on disk when the process ends, however it ends, is stored by the next one; the token keeps it from being stored twice.
 */
export class SpanSpool {
  readonly stats = { storedSpans: 0, storedSegments: 0, recoveredSpans: 0, setAsideSpans: 0, lastStoredAtMs: 0 };
  /** Why the store did not take the last segment, "" when it did. */
  storeError = "";
  readonly #options: Required<SpanSpoolOptions>;
  readonly #prefix = `${Date.now().toString(36)}-${randomBytes(4).toString("hex")}`;
  #counter = 0;
  #open: SegmentFile | null = null;
  #queue: SpanSegment[] = [];
  #queuedBytes = 0;
  #draining: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #stopped = false;
  #wake: (() => void) | null = null;

  constructor(options: SpanSpoolOptions) {
    this.#options = {
      now: Date.now,
      maxAgeMs: 1000,
      maxSegmentBytes: 32 * 1024 * 1024,
      maxBytes: 1024 ** 3,
      ...options,
      folder: resolve(options.folder),
    };
  }

  /** Takes over what an earlier process left, then runs until `close`. */
  async start(): Promise<void> {
    const { folder } = this.#options;
    await mkdir(join(folder, "refused"), { recursive: true });
    const tokens = (await readdir(folder)).filter((name) => name.endsWith(".native")).map((name) => name.slice(0, -7));
    for (const token of tokens.sort()) {
      const segment = await recoverSegment(folder, token);
      if (segment === null) continue;
      this.stats.recoveredSpans += segment.rows;
      this.#enqueue(segment);
    }
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  get pendingBytes(): number {
    return this.#queuedBytes + (this.#open?.bytes ?? 0);
  }

  get pendingSpans(): number {
    return this.#queue.reduce((sum, segment) => sum + segment.rows, this.#open?.rows ?? 0);
  }

  get full(): boolean {
    return this.pendingBytes >= this.#options.maxBytes;
  }

  /** Resolves when the block is on disk. The pieces must not change before that. */
  append(pieces: Buffer[], rows: number): Promise<void> {
    const written = this.#writing.then(() => this.#append(pieces, rows));
    this.#writing = written.catch(() => {});
    return written;
  }

  /** Stores what is there; gives up waiting for the store after `deadlineMs` (the rest stays on disk). */
  async close(deadlineMs = 10_000): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#writing;
    await this.#rotate();
    const timeout = setTimeout(() => {
      this.#stopped = true;
      this.#wake?.();
    }, deadlineMs);
    await this.#draining;
    clearTimeout(timeout);
    this.#stopped = true;
  }

  async #append(pieces: Buffer[], rows: number): Promise<void> {
    const { folder, now, maxSegmentBytes } = this.#options;
    if (this.#open !== null && this.#open.bytes >= maxSegmentBytes) await this.#rotate();
    this.#open ??= await SegmentFile.create(folder, this.#nextToken(), now());
    await this.#open.append(pieces, rows);
  }

  #nextToken(): string {
    return `${this.#prefix}-${String(this.#counter++).padStart(8, "0")}`;
  }

  /** While the store lags, the open segment grows instead of becoming many small ones. */
  #tick(): void {
    const open = this.#open;
    if (open === null || open.rows === 0 || this.#queue.length > 1) return;
    const maxAgeMs = this.#options.maxAgeMs * (open.rows < FEW_SPANS ? 2 : 1);
    if (this.#options.now() - open.openedAtMs < maxAgeMs) return;
    this.#writing = this.#writing
      .then(() => this.#rotate())
      .catch((error: unknown) => {
        this.#options.log.error({ err: error }, "A spool file could not be closed.");
      });
  }

  async #rotate(): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    const segment = await open.close();
    if (segment.rows === 0) await removeSegment(segment.path);
    else this.#enqueue(segment);
  }

  #enqueue(segment: SpanSegment): void {
    this.#queue.push(segment);
    this.#queuedBytes += segment.bytes;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = null;
    });
  }

  async #drain(): Promise<void> {
    let retryMs = 100;
    for (let segment = this.#queue[0]; segment !== undefined && !this.#stopped; segment = this.#queue[0]) {
      try {
        await this.#store(segment);
        retryMs = 100;
      } catch (error) {
        this.storeError = error instanceof Error ? error.message : String(error);
        this.#options.log.warn(
          { err: error, token: segment.token, retryMs },
          "The store did not take spans; they stay on disk.",
        );
        await this.#pause(retryMs);
        retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
      }
    }
  }

  async #store(segment: SpanSegment): Promise<void> {
    try {
      await this.#options.sink.insertSpans(segment);
      this.stats.storedSpans += segment.rows;
      this.stats.storedSegments++;
      this.stats.lastStoredAtMs = this.#options.now();
      await removeSegment(segment.path);
    } catch (error) {
      if (!(error instanceof HeddleError && error.code === "invalid_input")) throw error;
      this.stats.setAsideSpans += segment.rows;
      this.#options.log.error(
        { err: error, token: segment.token, spans: segment.rows },
        "The store refuses these spans for good.",
      );
      await setAside(segment.path, join(this.#options.folder, "refused"), segment.token);
    }
    this.storeError = "";
    this.#queue.shift();
    this.#queuedBytes -= segment.bytes;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}
