import { createReadStream } from "node:fs";
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { TELEMETRY_DATABASE } from "./connect";
import type { TelemetryEngine } from "./engine";
import type { Sql } from "./sql";

/** A ClickHouse server. Makes the database when it is not there yet. */
export class ClickHouseEngine implements TelemetryEngine {
  readonly kind = "clickhouse";
  readonly #client: ClickHouseClient;
  readonly #ready: Promise<void>;

  constructor(url: string) {
    this.#ready = makeDatabase(url);
    this.#ready.catch(() => undefined);
    this.#client = createClient({
      url,
      database: TELEMETRY_DATABASE,
      application: "heddle",
      request_timeout: 120_000,
      max_open_connections: 8,
      log: { level: ClickHouseLogLevel.OFF },
    });
  }

  async command(statement: Sql): Promise<void> {
    await this.#ready;
    await this.#client.command({ query: statement.text, clickhouse_settings: { wait_end_of_query: 1 } });
  }

  async rows<T>(query: Sql): Promise<T[]> {
    await this.#ready;
    const result = await this.#client.query({ query: query.text, format: "JSONEachRow" });
    return result.json<T>();
  }

  async insertJson(
    table: string,
    rows: readonly object[],
    settings: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    await this.#ready;
    const [first, ...rest] = Object.keys(rows[0] ?? {});
    if (!first) return;
    await this.#client.insert({
      table,
      columns: [first, ...rest],
      values: [...rows],
      format: "JSONEachRow",
      clickhouse_settings: settings,
    });
  }

  async insertNativeFile(
    table: string,
    columns: readonly string[],
    path: string,
    settings: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    await this.#ready;
    const { stream } = await this.#client.exec({
      query: `INSERT INTO ${table} (${columns.join(", ")}) FORMAT Native`,
      values: createReadStream(path),
      clickhouse_settings: { ...settings, wait_end_of_query: 1 },
    });
    stream.resume();
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

async function makeDatabase(url: string): Promise<void> {
  const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } });
  try {
    await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${TELEMETRY_DATABASE}` });
  } finally {
    await client.close();
  }
}
