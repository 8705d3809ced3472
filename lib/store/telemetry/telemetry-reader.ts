import type { Sql } from "./sql";

/** Pages must never wait behind searches: each lane has connections of its own. */
export type ReadLane = "page" | "search";

export interface ReadOptions {
  /** default "page" */
  lane?: ReadLane;
  /** the store gives up after this many ms; default 10,000 for pages, 25,000 for searches */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/**
 * Reads the telemetry tables, wherever they are. Every call throws HeddleError: `timeout`, `overloaded` (limits of memory
 * or result size), `unavailable` (not reachable, wrong token) or `internal` (the store refused the statement).
 */
export interface TelemetryReader {
  /** Rows as objects (JSONEachRow); 64-bit integers come as strings. */
  rows<T>(query: Sql, options?: ReadOptions): Promise<T[]>;
  /** The rows in ClickHouse's RowBinary format. */
  binary(query: Sql, options?: ReadOptions): Promise<Buffer>;
  /** Throws when the store does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
