import type { TraceQuery } from "@/lib/model/span";
import { joinSql, quote, Sql, sql } from "@/lib/store/telemetry/sql";

/** A stretch of time, epoch ms; end exclusive. */
export interface TimeSlice {
  fromMs: number;
  toMs: number;
}

const CALLING_KINDS = [3, 4];
/** Attributes of these families sit on the resource, not on the span. Source: OpenTelemetry semantic conventions. */
const RESOURCE_KEY = /^(service|telemetry|host|k8s|container|process|os|cloud|deployment|faas)\./;
/** A child may start a little outside the window in which its parent started. */
const PARENT_MARGIN_MS = 60_000;

export function meshCondition(mesh: string | undefined): Sql {
  return mesh === undefined ? sql`true` : sql`mesh = ${mesh}`;
}

export function timeCondition({ fromMs, toMs }: TimeSlice): Sql {
  return sql`startTime >= fromUnixTimestamp64Milli(${Math.floor(fromMs)}) AND startTime < fromUnixTimestamp64Milli(${Math.ceil(toMs)})`;
}

/** A list of trace ids (32 hex digits each) as the store keeps them. */
export function traceIdList(ids: readonly string[]): Sql {
  const list = ids.filter((id) => /^[0-9a-f]{32}$/.test(id)).map((id) => `toFixedString(unhex('${id}'), 16)`);
  return new Sql(`(${list.length === 0 ? "NULL" : list.join(", ")})`);
}

/** What one span of a trace must fulfil so that the trace matches, within a slice of time. */
export function spanConditions(
  query: TraceQuery,
  { mesh, slice }: { mesh: string | undefined; slice: TimeSlice },
): Sql {
  const conditions = [meshCondition(mesh), timeCondition(slice)];
  if (query.service) conditions.push(sql`service = ${query.service}`);
  if (query.operation) conditions.push(sql`name = ${query.operation}`);
  for (const [key, value] of Object.entries(query.tags)) conditions.push(tagCondition(key, value));
  const edge = edgeConditions(query, { mesh, slice });
  if (edge.length > 0) conditions.push(...edge);
  else if (query.errorsOnly) conditions.push(sql`status = 2`);
  return joinSql(conditions, " AND ");
}

function tagCondition(key: string, value: string): Sql {
  const onSpan = sql`attributes[${key}] = ${value}`;
  if (key === "error" && value === "true") return sql`(status = 2 OR ${onSpan})`;
  if (!RESOURCE_KEY.test(key)) return onSpan;
  const pair = `{"key":${JSON.stringify(key)},"value":{"stringValue":${JSON.stringify(value)}}}`;
  return new Sql(`(${onSpan.text} OR position(resource, ${quote(pair)}) > 0)`);
}

/**
 * A call from `source` to `destination`: a span of the one whose parent is a span of the other; or, where the callee sends no
 * spans, a client span of the caller that names it as its peer. An error is one on either side.
 */
function edgeConditions(query: TraceQuery, { mesh, slice }: { mesh: string | undefined; slice: TimeSlice }): Sql[] {
  const { source, destination } = query;
  if (!source && !destination) return [];
  const error = query.errorsOnly ? [sql`status = 2`] : [];
  if (!source) return [sql`(workload = ${destination ?? ""} OR service = ${destination ?? ""})`, ...error];
  const isSource = sql`(workload = ${source} OR service = ${source})`;
  if (!destination) return [isSource, ...error];
  const around = { fromMs: slice.fromMs - PARENT_MARGIN_MS, toMs: slice.toMs + PARENT_MARGIN_MS };
  const callers = (more: readonly Sql[]) => {
    const all = joinSql([meshCondition(mesh), timeCondition(around), isSource, ...more], " AND ");
    return sql`(traceId, parentSpanId) IN (SELECT traceId, spanId FROM spans WHERE ${all})`;
  };
  const isDestination = sql`(workload = ${destination} OR service = ${destination})`;
  const called = query.errorsOnly
    ? sql`(${isDestination} AND ((status = 2 AND ${callers([])}) OR ${callers(error)}))`
    : sql`(${isDestination} AND ${callers([])})`;
  const named = sql`(peer = ${destination} OR splitByChar('.', peer)[1] = ${destination})`;
  const leaf = joinSql([isSource, sql`kind IN ${CALLING_KINDS}`, named, ...error], " AND ");
  return [sql`(${called} OR (${leaf}))`];
}
