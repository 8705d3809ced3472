import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Logger } from "pino";
import { EDGE_BUCKET_MS, type EdgeRow } from "../../model/edge-sample";
import { HeddleError } from "../../model/heddle-error";
import type { TelemetrySink } from "../telemetry-sink";
import type { EdgeBuckets } from "./edge-buckets";
import type { EdgeTables } from "./edge-tables";
import type { SpanJoin } from "./span-join";

export interface EdgeFlusherOptions {
  buckets: EdgeBuckets;
  join: SpanJoin;
  tables: EdgeTables;
  sink: TelemetrySink;
  log: Logger;
  /** where rows wait that the store did not take before the process ended */
  leftoverPath: string;
  /** told up to when all edge traffic received is stored (spans wait in the join, buckets until they end) */
  onFlushed(completeUntilMs: number): void;
  now?: () => number;
}

interface Batch {
  token: string;
  rows: EdgeRow[];
}

const TICK_MS = 1000;
/** While the store is away, rows wait in memory up to this many; beyond it the oldest are lost and counted. */
const MAX_WAITING_ROWS = 400_000;

/** Decides spans whose join window ended, and stores the rows of ended buckets once a bucket, each batch exactly once. */
export class EdgeFlusher {
  readonly stats = { storedRows: 0, lostRows: 0, refusedRows: 0 };
  storeError = "";
  readonly #options: Required<EdgeFlusherOptions>;
  #waiting: Batch[] = [];
  #waitingRows = 0;
  #flushedBucket = 0;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(options: EdgeFlusherOptions) {
    this.#options = { now: Date.now, ...options };
  }

  async start(): Promise<void> {
    const { leftoverPath, log } = this.#options;
    try {
      for (const batch of JSON.parse(await readFile(leftoverPath, "utf8")) as Batch[]) this.#push(batch);
      await rm(leftoverPath);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT")
        log.warn({ err: error }, "Edge rows left over cannot be read.");
    }
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** Rows trickle in from the join; one insert a bucket is enough, since each costs the store parts and merges. */
  #tick(): void {
    const { join, now } = this.#options;
    join.expire(now());
    const bucket = Math.floor(now() / EDGE_BUCKET_MS);
    if (bucket === this.#flushedBucket && this.#waiting.length === 0) return;
    this.#flushedBucket = bucket;
    void this.flush();
  }

  get waitingRows(): number {
    return this.#waitingRows;
  }

  /** Stores what has ended; with `all`, the open bucket too. Never throws: rows that the store does not take wait. */
  async flush(all = false): Promise<void> {
    const { join, buckets, tables, now } = this.#options;
    const nowMs = now();
    join.expire(nowMs);
    tables.rotate(nowMs);
    const rows = buckets.take(all ? Number.POSITIVE_INFINITY : nowMs);
    if (rows.length > 0) this.#push({ token: `edges-${randomBytes(9).toString("base64url")}`, rows });
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  /** Decides every span still waiting and stores all; what the store does not take is left on disk for the next start. */
  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
    this.#options.join.expire(Number.POSITIVE_INFINITY);
    await this.flush(true);
    if (this.#waiting.length === 0) return;
    const { leftoverPath } = this.#options;
    await mkdir(dirname(leftoverPath), { recursive: true });
    await writeFile(`${leftoverPath}.new`, JSON.stringify(this.#waiting));
    await rename(`${leftoverPath}.new`, leftoverPath);
  }

  #push(batch: Batch): void {
    this.#waiting.push(batch);
    this.#waitingRows += batch.rows.length;
    while (this.#waitingRows > MAX_WAITING_ROWS && this.#waiting.length > 1) {
      const lost = this.#waiting.shift()?.rows.length ?? 0;
      this.#waitingRows -= lost;
      this.stats.lostRows += lost;
    }
  }

  async #drain(): Promise<void> {
    for (let batch = this.#waiting[0]; batch !== undefined; batch = this.#waiting[0]) {
      try {
        await this.#options.sink.insertEdges(batch.rows, batch.token);
        this.stats.storedRows += batch.rows.length;
      } catch (error) {
        this.storeError = error instanceof Error ? error.message : String(error);
        if (!(error instanceof HeddleError && error.code === "invalid_input")) {
          this.#options.log.warn(
            { err: error, rows: this.#waitingRows },
            "The store did not take edge rows; they wait.",
          );
          return;
        }
        this.stats.refusedRows += batch.rows.length;
        this.#options.log.error({ err: error, rows: batch.rows.length }, "The store refuses these edge rows for good.");
      }
      if (this.#waiting[0] === batch) {
        this.#waiting.shift();
        this.#waitingRows -= batch.rows.length;
      }
    }
    this.storeError = "";
    const { onFlushed, now, join } = this.#options;
    onFlushed(now() - Math.max(join.windowMs, EDGE_BUCKET_MS));
  }
}
