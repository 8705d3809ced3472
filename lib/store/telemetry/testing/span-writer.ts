import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { SPAN_COLUMNS } from "../../../model/span-columns";
import { ChdbEngine } from "../chdb-engine";
import { quote, Sql } from "../sql";

/** A span as tests write it: ids in hex, times in ns as text; what is left out is empty. */
export interface TestSpan {
  mesh?: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startNs: string;
  durationNs: number | string;
  kind?: number;
  status?: number;
  flags?: number;
  service: string;
  namespace?: string;
  workload?: string;
  name?: string;
  peer?: string;
  code?: string;
  statusMessage?: string;
  traceState?: string;
  attributes?: Record<string, string>;
  attributeTypes?: string;
  resource?: string;
  scope?: string;
  events?: string;
  links?: string;
  dropped?: string;
}

const DEFAULTS = {
  mesh: "local",
  parentSpanId: "0".repeat(16),
  kind: 2,
  status: 0,
  flags: 1,
  namespace: "",
  workload: "",
  name: "op",
  peer: "",
  code: "",
  statusMessage: "",
  traceState: "",
  attributes: {},
  attributeTypes: "",
  resource: "",
  scope: "",
  events: "",
  links: "",
  dropped: "",
};
const TEXT_STRUCTURE = SPAN_COLUMNS.map(([name, type]) => {
  if (type.startsWith("FixedString")) return `${name} String`;
  return name === "startTime" ? "startNs Int64" : `${name} ${type}`;
}).join(", ");
const STRUCTURE = SPAN_COLUMNS.map(([name, type]) => `${name} ${type}`).join(", ");
const SELECT = SPAN_COLUMNS.map(([name, type]) => {
  if (type.startsWith("FixedString")) return `CAST(unhex(${name}), '${type}') AS ${name}`;
  return name === "startTime" ? "fromUnixTimestamp64Nano(startNs, 'UTC') AS startTime" : name;
}).join(", ");

/** Writes span files in `Native` format, the way ingest hands them over; the engine itself does the encoding. */
export class SpanWriter {
  readonly #engine: ChdbEngine;
  readonly #folder: string;
  #files = 0;

  /** `dataDir`: that of the store under test, since chDB takes one folder a process. */
  constructor(dataDir: string) {
    this.#folder = resolve(dataDir);
    this.#engine = new ChdbEngine(join(this.#folder, "telemetry"));
  }

  /** The path of a new file with these spans. */
  async write(spans: readonly TestSpan[]): Promise<string> {
    const rows = spans.map((span) => JSON.stringify({ ...DEFAULTS, ...span })).join("\n");
    const from = `format(JSONEachRow, ${quote(TEXT_STRUCTURE)}, ${quote(rows)})`;
    return this.select(`SELECT ${SELECT} FROM ${from}`);
  }

  /** The path of a new file with the rows of a select over the columns of spans. */
  async select(query: string): Promise<string> {
    const path = join(this.#folder, `spans-${++this.#files}.native`);
    rmSync(path, { force: true });
    await this.#engine.command(
      new Sql(`INSERT INTO FUNCTION file(${quote(path)}, 'Native', ${quote(STRUCTURE)}) ${query}`),
    );
    return path;
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}
