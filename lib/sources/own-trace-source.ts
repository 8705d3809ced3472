import type { Span, TraceQuery } from "@/lib/model/span";
import { Sql, sql } from "@/lib/store/telemetry/sql";
import type { TelemetryReader } from "@/lib/store/telemetry/telemetry-reader";
import { RowBinaryReader } from "./own/row-binary-reader";
import { type JsonCache, readSpan, SPAN_SELECT } from "./own/span-row";
import { meshCondition, timeCondition, traceIdList } from "./own/trace-conditions";
import { searchTraces } from "./own/trace-search";
import type { TraceSource } from "./trace-source";

const MOST_NAMES = 5000;
const MOST_SPANS = 200_000;

export interface OwnTraceSourceOptions {
  /** from connectTelemetry() */
  client: TelemetryReader;
  /** only traces of this mesh; absent: of all */
  mesh?: string;
  name?: string;
}

/** Traces out of Heddle's own telemetry store. */
export function ownTraceSource({ client, mesh, name = "heddle" }: OwnTraceSourceOptions): TraceSource {
  const spanNames = async (column: "service" | "name", conditions: Sql) => {
    const select = sql`SELECT DISTINCT toString(${new Sql(column)}) AS text FROM spans WHERE ${conditions}`;
    const rows = await client.rows<{ text: string }>(sql`${select} ORDER BY text LIMIT ${MOST_NAMES}`);
    return rows.map((row) => row.text).filter((text) => text !== "");
  };
  return {
    name,
    search: (query: TraceQuery) => searchTraces(client, { mesh, query }),
    async get(traceId: string): Promise<Span[]> {
      const ids = traceIdList([traceId.toLowerCase()]);
      const bytes = await client.binary(
        sql`WITH (SELECT (min(start), max(end)) FROM traces WHERE ${meshCondition(mesh)} AND traceId IN ${ids}) AS bounds
SELECT ${new Sql(SPAN_SELECT)} FROM spans
WHERE ${meshCondition(mesh)} AND traceId IN ${ids} AND startTime >= bounds.1 AND startTime <= bounds.2
ORDER BY startTime, spanId LIMIT ${MOST_SPANS}`,
      );
      const row = new RowBinaryReader(bytes);
      const cache: JsonCache = new Map();
      const spans: Span[] = [];
      while (!row.done) spans.push(readSpan(row, cache));
      return spans;
    },
    services: ({ startMs, endMs }) =>
      spanNames("service", sql`${meshCondition(mesh)} AND ${timeCondition({ fromMs: startMs, toMs: endMs })}`),
    operations: (service, { startMs, endMs }) => {
      const time = timeCondition({ fromMs: startMs, toMs: endMs });
      return spanNames("name", sql`${meshCondition(mesh)} AND service = ${service} AND ${time}`);
    },
  };
}
