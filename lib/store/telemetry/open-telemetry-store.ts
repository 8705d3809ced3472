import { mkdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import { ClickHouseError } from "@clickhouse/client";
import type { EdgeRow } from "../../model/edge-sample";
import { HeddleError } from "../../model/heddle-error";
import { SPAN_COLUMNS } from "../../model/span-columns";
import { type FolderLock, lockFolder } from "../folder-lock";
import { ChdbEngine, type ChdbLimits, DEFAULT_CHDB_LIMITS } from "./chdb-engine";
import { ClickHouseEngine } from "./clickhouse-engine";
import { EdgeIdentityBook } from "./edge-identity-book";
import type { TelemetryEngine } from "./engine";
import { insertEdges } from "./insert-edges";
import { insertSettings } from "./insert-settings";
import { migrateSchema } from "./migrate-schema";
import { telemetryReadHandler } from "./read-handler";
import { enforceSize } from "./retention";
import { retentionOf } from "./schema";
import { storeError } from "./store-error";

export interface OpenTelemetryStoreOptions {
  dataDir: string;
  clickhouseUrl?: string | undefined;
  spanRetentionHours: number;
  edgeRetentionDays: number;
  storeMaxBytes: number;
  /** how often the size is measured; default a minute */
  sizeCheckMs?: number;
  limits?: Partial<ChdbLimits>;
  now?: () => number;
  /** told of trouble in the background; never of a failed call */
  onTrouble?: (error: HeddleError) => void;
}

/** A file of spans in `Native` format, columns as in lib/model/span-columns.ts; `token` names its rows for good. */
export interface SpanFile {
  path: string;
  token: string;
}

export interface TelemetryStoreStatus {
  engine: "chdb" | "clickhouse";
  ok: boolean;
  error?: string;
  /** compressed bytes of all rows when last measured */
  bytes: number;
  maxBytes: number;
  /** since start, because the store grew over maxBytes */
  droppedPartitions: number;
  droppedBytes: number;
}

export interface TelemetryStore {
  insertSpans(file: SpanFile): Promise<void>;
  insertEdges(rows: readonly EdgeRow[], token: string): Promise<void>;
  /** Serves reads over ClickHouse's HTTP interface to callers that bear `token`. */
  readHandler(token: string): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Measures the size now and drops what is beyond `maxBytes` (default: storeMaxBytes). */
  checkSize(maxBytes?: number): Promise<void>;
  status(): TelemetryStoreStatus;
  /** Waits for what runs, then closes. Must be called before the process ends. */
  close(): Promise<void>;
}

/**
 * Opens the telemetry store for writing: chDB under `dataDir`/telemetry, or the ClickHouse server at `clickhouseUrl`, with its
 * tables up to date. Throws HeddleError `unavailable` when it cannot be opened.
 */
export async function openTelemetryStore(options: OpenTelemetryStoreOptions): Promise<TelemetryStore> {
  const { dataDir, clickhouseUrl } = options;
  const lock = clickhouseUrl ? null : lockFolder(join(resolve(dataDir), "telemetry.lock"), "the telemetry store");
  let engine: TelemetryEngine | undefined;
  try {
    engine = clickhouseUrl ? new ClickHouseEngine(clickhouseUrl) : openChdb(dataDir, options.limits);
    await migrateSchema(engine, retentionOf(options));
    const store = new OpenedTelemetryStore(engine, options, lock);
    await store.checkSize();
    return store;
  } catch (error) {
    await engine?.close().catch(() => undefined);
    lock?.release();
    throw storeError(error, "open the telemetry store");
  }
}

function openChdb(dataDir: string, limits: Partial<ChdbLimits> | undefined): ChdbEngine {
  const path = join(resolve(dataDir), "telemetry");
  mkdirSync(path, { recursive: true });
  return new ChdbEngine(path, { ...DEFAULT_CHDB_LIMITS, ...limits });
}

class OpenedTelemetryStore implements TelemetryStore {
  readonly #engine: TelemetryEngine;
  readonly #options: OpenTelemetryStoreOptions;
  readonly #lock: FolderLock | null;
  readonly #book = new EdgeIdentityBook();
  readonly #timer: NodeJS.Timeout;
  readonly #size = { bytes: 0, droppedPartitions: 0, droppedBytes: 0 };
  #error: string | undefined;
  #closing: Promise<void> | undefined;

  constructor(engine: TelemetryEngine, options: OpenTelemetryStoreOptions, lock: FolderLock | null) {
    this.#engine = engine;
    this.#lock = lock;
    this.#options = options;
    this.#timer = setInterval(() => void this.#checkInBackground(), options.sizeCheckMs ?? 60_000);
    this.#timer.unref();
  }

  async insertSpans({ path, token }: SpanFile): Promise<void> {
    const columns = SPAN_COLUMNS.map(([name]) => name);
    await this.#write("store spans", () =>
      this.#engine.insertNativeFile("spans", columns, path, insertSettings(token)),
    );
  }

  async insertEdges(rows: readonly EdgeRow[], token: string): Promise<void> {
    if (rows.length === 0) return;
    const nowMs = (this.#options.now ?? Date.now)();
    await this.#write("store edge traffic", () => insertEdges(this.#engine, this.#book, { rows, token, nowMs }));
  }

  readHandler(token: string) {
    return telemetryReadHandler({ engine: this.#engine instanceof ChdbEngine ? this.#engine : null, token });
  }

  async checkSize(maxBytes = this.#options.storeMaxBytes): Promise<void> {
    const report = await enforceSize(this.#engine, maxBytes);
    this.#size.bytes = report.bytes;
    this.#size.droppedPartitions += report.droppedPartitions;
    this.#size.droppedBytes += report.droppedBytes;
  }

  status(): TelemetryStoreStatus {
    return {
      engine: this.#engine.kind,
      ok: this.#error === undefined,
      ...(this.#error === undefined ? {} : { error: this.#error }),
      maxBytes: this.#options.storeMaxBytes,
      ...this.#size,
    };
  }

  close(): Promise<void> {
    clearInterval(this.#timer);
    this.#closing ??= this.#engine.close().finally(() => this.#lock?.release());
    return this.#closing;
  }

  async #write(doing: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#error = undefined;
    } catch (error) {
      const known = isBadData(error) ? badData(error, doing) : storeError(error, doing);
      if (known.code !== "invalid_input") this.#error = known.message;
      throw known;
    }
  }

  async #checkInBackground(): Promise<void> {
    if (this.#closing) return;
    try {
      await this.checkSize();
    } catch (error) {
      this.#options.onTrouble?.(storeError(error, "check the size of the telemetry store"));
    }
  }
}

/** ClickHouse's codes for data it cannot read: the same bytes will never be stored. Source: ErrorCodes.cpp. */
const BAD_DATA = new Set([
  "6",
  "16",
  "26",
  "27",
  "32",
  "33",
  "38",
  "41",
  "53",
  "69",
  "70",
  "72",
  "107",
  "117",
  "131",
  "636",
]);

function isBadData(error: unknown): error is ClickHouseError {
  return error instanceof ClickHouseError && BAD_DATA.has(error.code);
}

function badData(error: ClickHouseError, doing: string): HeddleError {
  return new HeddleError("invalid_input", {
    what: `Could not ${doing}.`,
    why: `The telemetry store cannot read the rows: ${error.message.slice(0, 300)}`,
    next: "The rows are set aside; report this with the file.",
    cause: error,
  });
}
