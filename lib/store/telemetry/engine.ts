import type { Sql } from "./sql";

export interface EngineRead {
  query: string;
  lane: "page" | "search";
  /** the engine itself gives up after this many seconds */
  maxSeconds: number;
  /** further settings, already checked */
  settings?: Readonly<Record<string, string | number>>;
  signal?: AbortSignal;
  /** format of the answer when the query names none */
  format?: string;
}

/** A place rows are written to and read from: chDB in this process, or a ClickHouse server. Errors are @clickhouse/client's. */
export interface TelemetryEngine {
  readonly kind: "chdb" | "clickhouse";
  /** A statement without an answer, one after another. */
  command(statement: Sql): Promise<void>;
  /** Rows of a maintenance read, in the lane of writes. */
  rows<T>(query: Sql): Promise<T[]>;
  insertJson(
    table: string,
    rows: readonly object[],
    settings: Readonly<Record<string, string | number>>,
  ): Promise<void>;
  /** Rows of a file in `Native` format. */
  insertNativeFile(
    table: string,
    columns: readonly string[],
    path: string,
    settings: Readonly<Record<string, string | number>>,
  ): Promise<void>;
  close(): Promise<void>;
}
