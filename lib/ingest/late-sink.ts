import type { Logger } from "pino";
import type { EdgeRow } from "../model/edge-sample";
import { HeddleError } from "../model/heddle-error";
import type { SpanSegment, TelemetrySink } from "./telemetry-sink";

const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 5000;
const OPENING = "The store is being opened.";

/** A store that may open late: until it does, inserts fail as `unavailable` (ingest keeps the rows), and opening is tried again. */
export class LateSink<S extends TelemetrySink & { close(): Promise<void> }> implements TelemetrySink {
  /** the store once it is open */
  current: S | null = null;
  /** why it is not open */
  error = OPENING;
  readonly #open: () => Promise<S>;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;
  #opening: Promise<void> = Promise.resolve();

  constructor(open: () => Promise<S>, log: Logger) {
    this.#open = open;
    this.#log = log;
  }

  /** Resolves after the first attempt, whatever became of it. */
  start(): Promise<void> {
    this.#opening = this.#attempt(FIRST_RETRY_MS);
    return this.#opening;
  }

  async insertSpans(segment: SpanSegment): Promise<void> {
    await this.#store().insertSpans(segment);
  }

  async insertEdges(rows: readonly EdgeRow[], token: string): Promise<void> {
    await this.#store().insertEdges(rows, token);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#opening;
    await this.current?.close();
  }

  #store(): S {
    if (this.current !== null) return this.current;
    throw new HeddleError("unavailable", {
      what: "The telemetry store is not open.",
      why: this.error,
      next: "It is tried again every few seconds.",
    });
  }

  async #attempt(retryMs: number): Promise<void> {
    try {
      this.current = await this.#open();
      if (this.error !== OPENING) this.#log.info("The telemetry store is open.");
      this.error = "";
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why !== this.error)
        this.#log.error({ err: error }, "The telemetry store cannot be opened; it is tried again every few seconds.");
      this.error = why;
      if (this.#closed) return;
      this.#timer = setTimeout(() => {
        this.#opening = this.#attempt(Math.min(retryMs * 2, MAX_RETRY_MS));
      }, retryMs);
    }
  }
}
