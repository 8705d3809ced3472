import { randomUUID } from "node:crypto";
import { ClickHouseError } from "@clickhouse/client";
import { ChdbConnection } from "./chdb-connection";
import { MAX_QUERY_BYTES, TELEMETRY_DATABASE } from "./connect";
import type { EngineRead, TelemetryEngine } from "./engine";
import { quote, type Sql, sql } from "./sql";

export interface ChdbLimits {
  /** connections for pages and for searches; one more serves inserts, one kills */
  pages: number;
  searches: number;
  /** most memory one read may take */
  readMemoryBytes: number;
  /** most bytes one answer may have */
  answerBytes: number;
  /** reads that may wait in a lane; more are refused at once */
  waiting: number;
}

export const DEFAULT_CHDB_LIMITS: ChdbLimits = {
  pages: 2,
  searches: 1,
  readMemoryBytes: 600 * 1024 * 1024,
  answerBytes: 128 * 1024 * 1024,
  waiting: 64,
};

interface Lane {
  idle: ChdbConnection[];
  queue: (() => void)[];
}

/** chDB in this process. Opened once per process and folder; see ChdbConnection for why reads have a pool. */
export class ChdbEngine implements TelemetryEngine {
  readonly kind = "chdb";
  readonly #writer: ChdbConnection;
  readonly #killer: ChdbConnection;
  readonly #readers: ChdbConnection[] = [];
  readonly #lanes: Record<EngineRead["lane"], Lane> = {
    page: { idle: [], queue: [] },
    search: { idle: [], queue: [] },
  };
  readonly #limits: ChdbLimits;
  readonly #lastSettings = new WeakMap<ChdbConnection, string[]>();

  constructor(path: string, limits: ChdbLimits = DEFAULT_CHDB_LIMITS) {
    this.#limits = limits;
    const use = `CREATE DATABASE IF NOT EXISTS ${TELEMETRY_DATABASE}; USE ${TELEMETRY_DATABASE}; SET max_query_size = ${MAX_QUERY_BYTES}`;
    this.#writer = new ChdbConnection(path, use);
    this.#killer = new ChdbConnection(path, use);
    // readonly = 2 lets a read choose its settings but never write, and cannot be taken back on this connection.
    const setup = `${use}; SET readonly = 2, max_memory_usage = ${limits.readMemoryBytes}, max_threads = 2, max_result_bytes = ${limits.answerBytes}, result_overflow_mode = 'throw'`;
    const add = (lane: Lane, count: number) => {
      for (let i = 0; i < count; i++) {
        const connection = new ChdbConnection(path, setup);
        lane.idle.push(connection);
        this.#readers.push(connection);
      }
    };
    add(this.#lanes.page, limits.pages);
    add(this.#lanes.search, limits.searches);
  }

  async command(statement: Sql): Promise<void> {
    await this.#writer.run(statement.text);
  }

  async rows<T>(query: Sql): Promise<T[]> {
    const answer = await this.#writer.run(`${query.text} FORMAT JSONEachRow`);
    const text = answer.toString("utf8").trimEnd();
    return text === "" ? [] : (JSON.parse(`[${text.replaceAll("\n", ",")}]`) as T[]);
  }

  async insertJson(
    table: string,
    rows: readonly object[],
    settings: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    const body = rows.map((row) => JSON.stringify(row)).join("\n");
    const columns = Object.keys(rows[0] ?? {}).join(", ");
    await this.#writer.run(`INSERT INTO ${table} (${columns}) ${settingsClause(settings)} FORMAT JSONEachRow ${body}`);
  }

  async insertNativeFile(
    table: string,
    columns: readonly string[],
    path: string,
    settings: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    const list = columns.join(", ");
    const from = sql`FROM file(${path}, 'Native')`.text;
    await this.#writer.run(`INSERT INTO ${table} (${list}) SELECT ${list} ${from} ${settingsClause(settings)}`);
  }

  /** Runs a checked read. When `signal` aborts, the query is taken out of its lane or killed. */
  async read({ query, lane, maxSeconds, settings, signal, format }: EngineRead): Promise<Buffer> {
    const pool = this.#lanes[lane];
    const connection = await this.#take(pool, signal);
    const id = randomUUID();
    const kill = () => void this.#kill(id);
    try {
      const set = this.#settings(connection, { ...settings, max_execution_time: maxSeconds, log_comment: id });
      const started = () => {
        if (signal?.aborted) throw new Error("The read was aborted.");
        signal?.addEventListener("abort", kill, { once: true });
      };
      const answer = await connection.run(`SET ${set}; ${query}`, { started, format });
      if (answer.length > this.#limits.answerBytes) throw tooLarge(answer.length, this.#limits.answerBytes);
      return answer;
    } finally {
      signal?.removeEventListener("abort", kill);
      pool.idle.push(connection);
      pool.queue.shift()?.();
    }
  }

  /** SET lasts as long as the connection: what an earlier read set and this one does not goes back to its default. */
  #settings(connection: ChdbConnection, wanted: Readonly<Record<string, string | number>>): string {
    const before = this.#lastSettings.get(connection) ?? [];
    const names = Object.keys(wanted);
    this.#lastSettings.set(connection, names);
    const reset = before.filter((name) => !(name in wanted) && !name.startsWith("param_"));
    return [...reset.map((name) => `${name} = DEFAULT`), ...settingList(wanted)].join(", ");
  }

  async close(): Promise<void> {
    await Promise.all([this.#writer, this.#killer, ...this.#readers].map((connection) => connection.close()));
  }

  #take(lane: Lane, signal: AbortSignal | undefined): Promise<ChdbConnection> {
    const free = lane.idle.pop();
    if (free) return Promise.resolve(free);
    if (lane.queue.length >= this.#limits.waiting) return Promise.reject(tooMany(lane.queue.length));
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        lane.queue.splice(lane.queue.indexOf(go), 1);
        reject(new Error("The read was aborted."));
      };
      const go = () => {
        signal?.removeEventListener("abort", onAbort);
        const connection = lane.idle.pop();
        if (connection) resolve(connection);
        else reject(new Error("No connection was free."));
      };
      lane.queue.push(go);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  async #kill(id: string): Promise<void> {
    const statement = sql`KILL QUERY WHERE Settings['log_comment'] = ${id} ASYNC`;
    await this.#killer.run(statement.text).catch(() => undefined);
  }
}

function settingList(settings: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(settings).map(
    ([name, value]) => `${name} = ${typeof value === "string" ? quote(value) : value}`,
  );
}

function settingsClause(settings: Readonly<Record<string, string | number>>): string {
  const list = settingList(settings);
  return list.length === 0 ? "" : `SETTINGS ${list.join(", ")}`;
}

function tooLarge(size: number, limit: number): ClickHouseError {
  const message = `Limit for result exceeded, max bytes: ${limit}, current bytes: ${size}.`;
  return new ClickHouseError({ code: "396", type: "TOO_MANY_ROWS_OR_BYTES", message });
}

function tooMany(waiting: number): ClickHouseError {
  const message = `Too many simultaneous queries: ${waiting} wait already.`;
  return new ClickHouseError({ code: "202", type: "TOO_MANY_SIMULTANEOUS_QUERIES", message });
}
