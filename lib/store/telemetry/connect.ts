import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import type { Sql } from "./sql";
import { storeError } from "./store-error";
import type { ReadLane, ReadOptions, TelemetryReader } from "./telemetry-reader";

/** The database every table lives in. */
export const TELEMETRY_DATABASE = "heddle";

/** Values stand in the statement itself, thousands of ids included. */
export const MAX_QUERY_BYTES = 4 * 1024 * 1024;

const TIMEOUT_MS: Record<ReadLane, number> = { page: 10_000, search: 25_000 };
/** ClickHouse's own `priority` setting: the smaller goes first. The collector picks its lane by it. */
export const LANE_PRIORITY: Record<ReadLane, number> = { page: 1, search: 2 };

export interface ConnectTelemetryOptions {
  /** the collector's internal address, or a ClickHouse server's (user and password in the URL) */
  url: string;
  /** HEDDLE_INTERNAL_TOKEN, for the collector's address */
  token?: string;
}

/** Reads telemetry from the collector's read endpoint or from a ClickHouse server: the same HTTP interface. Connects lazily. */
export function connectTelemetry({ url, token }: ConnectTelemetryOptions): TelemetryReader {
  const client = createClient({
    url,
    database: TELEMETRY_DATABASE,
    application: "heddle",
    max_open_connections: 16,
    request_timeout: TIMEOUT_MS.search + 5_000,
    compression: { request: false, response: false },
    log: { level: ClickHouseLogLevel.OFF },
    ...(token ? { access_token: token } : {}),
  });
  return new HttpTelemetryReader(client);
}

class HttpTelemetryReader implements TelemetryReader {
  readonly #client: ClickHouseClient;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  async rows<T>(query: Sql, options: ReadOptions = {}): Promise<T[]> {
    const body = await this.#read(query, "JSONEachRow", options);
    const text = body.toString("utf8").trimEnd();
    return text === "" ? [] : (JSON.parse(`[${text.replaceAll("\n", ",")}]`) as T[]);
  }

  binary(query: Sql, options: ReadOptions = {}): Promise<Buffer> {
    return this.#read(query, "RowBinary", options);
  }

  async ping(): Promise<void> {
    const result = await this.#client.ping();
    if (!result.success) throw storeError(result.error, "reach the telemetry store");
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #read(query: Sql, format: string, options: ReadOptions): Promise<Buffer> {
    const lane = options.lane ?? "page";
    const timeoutMs = options.timeoutMs ?? TIMEOUT_MS[lane];
    const giveUp = AbortSignal.timeout(timeoutMs + 2_000);
    const signal = options.signal ? AbortSignal.any([giveUp, options.signal]) : giveUp;
    try {
      const { stream } = await this.#client.exec({
        query: `${query.text} FORMAT ${format}`,
        abort_signal: signal,
        clickhouse_settings: {
          max_execution_time: timeoutMs / 1000,
          max_query_size: String(MAX_QUERY_BYTES),
          priority: String(LANE_PRIORITY[lane]),
          output_format_json_quote_64bit_integers: 1,
          // the answer is held back until it is whole, so that an error never follows half of it
          wait_end_of_query: 1,
        },
      });
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    } catch (error) {
      throw storeError(error, "read telemetry");
    }
  }
}
