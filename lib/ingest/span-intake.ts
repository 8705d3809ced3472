import { HeddleError } from "../model/heddle-error";
import { SpanBlock } from "./block/span-block";
import { StringTable } from "./block/string-table";
import type { EdgeTables } from "./edges/edge-tables";
import type { SpanJoin } from "./edges/span-join";
import { type DecodeResult, TraceDecoder } from "./otlp/trace-decoder";
import type { SpanSpool } from "./spool/span-spool";

/** A block of this many spans is written at once; smaller ones wait a moment for company. */
const ENOUGH_SPANS = 256;
const COMPANY_MS = 5;
const DAY_MS = 86_400_000;

export interface SpanIntakeOptions {
  mesh: string;
  spool: SpanSpool;
  join: SpanJoin;
  tables: EdgeTables;
  retentionMs: number;
  now?: () => number;
}

interface Waiter {
  resolve(): void;
  reject(error: unknown): void;
}

/** The one way in of spans, whatever protocol they came by: decodes, joins into edges, and resolves once they are on disk. */
export class SpanIntake {
  readonly stats = { requests: 0, accepted: 0, rejected: new Map<string, number>(), refusedRequests: 0 };
  readonly #options: Required<SpanIntakeOptions>;
  readonly #strings = new StringTable();
  readonly #decoder: TraceDecoder;
  #block: SpanBlock;
  #spare: SpanBlock;
  #waiters: Waiter[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;

  constructor(options: SpanIntakeOptions) {
    this.#options = { now: Date.now, ...options };
    this.#decoder = new TraceDecoder(this.#strings, options.tables);
    this.#block = new SpanBlock(this.#strings);
    this.#spare = new SpanBlock(this.#strings);
  }

  /**
   * Takes in an ExportTraceServiceRequest in protobuf. Throws HeddleError `overloaded` when too much waits for the store (try again),
   * `invalid_input` when the body cannot be decoded (nothing of it is kept).
   */
  async accept(body: Buffer): Promise<DecodeResult> {
    this.stats.requests++;
    if (this.#options.spool.full) {
      this.stats.refusedRequests++;
      throw new HeddleError("overloaded", {
        what: "Spans were not accepted.",
        why: "Too many accepted spans wait for the telemetry store.",
        next: "Send them again in a few seconds.",
      });
    }
    const result = this.#decode(body);
    this.stats.accepted += result.accepted;
    for (const [reason, count] of result.reasons) this.countRejected(reason, count);
    if (result.accepted > 0) {
      const written = new Promise<void>((resolve, reject) => this.#waiters.push({ resolve, reject }));
      this.#schedule();
      await written;
    }
    return result;
  }

  countRejected(reason: string, count: number): void {
    this.stats.rejected.set(reason, (this.stats.rejected.get(reason) ?? 0) + count);
  }

  /** Resolves when everything accepted so far is on disk. */
  async flush(): Promise<void> {
    while (this.#block.rows > 0 || this.#writing !== null) {
      if (this.#writing === null) this.#write();
      await this.#writing;
    }
  }

  #decode(body: Buffer): DecodeResult {
    const { mesh, join, now, retentionMs } = this.#options;
    const nowMs = now();
    const mark = this.#block.mark();
    try {
      const result = this.#decoder.decode(body, this.#block, {
        mesh,
        nowMs,
        oldestMs: nowMs - Math.min(Math.max(retentionMs, DAY_MS), 90 * DAY_MS),
        onSpan: (facts) => join.add(facts, nowMs),
      });
      join.commit();
      return result;
    } catch (error) {
      this.#block.rollback(mark);
      join.rollback();
      throw error;
    }
  }

  #schedule(): void {
    if (this.#writing !== null) return;
    if (this.#block.rows >= ENOUGH_SPANS) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), COMPANY_MS);
  }

  /** Writes the block while the next one fills; whoever came meanwhile goes with the next. */
  #write(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#writing !== null || this.#block.rows === 0) return;
    const full = this.#block;
    const waiters = this.#waiters;
    this.#block = this.#spare;
    this.#spare = full;
    this.#waiters = [];
    const pieces = full.encode();
    const { rows } = full;
    this.#strings.trim();
    this.#writing = this.#options.spool
      .append(pieces, rows)
      .then(
        () => {
          for (const waiter of waiters) waiter.resolve();
        },
        (error: unknown) => {
          for (const waiter of waiters) waiter.reject(error);
        },
      )
      .finally(() => {
        full.reset();
        this.#writing = null;
        if (this.#block.rows > 0) this.#schedule();
      });
  }
}
