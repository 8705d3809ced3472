import type { TraceQuery } from "@/lib/model/span";
import { type Sql, sql } from "@/lib/store/telemetry/sql";
import type { TelemetryReader } from "@/lib/store/telemetry/telemetry-reader";
import type { TraceSearchResult } from "../trace-source";
import { RowBinaryReader } from "./row-binary-reader";
import { meshCondition, spanConditions, type TimeSlice } from "./trace-conditions";
import { summarise } from "./trace-summary";

const FIRST_SLICE_MS = { least: 5_000, most: 60_000 };
/** How long the rest of the window may be counted once enough traces are found. */
const COUNT_TIMEOUT_MS = 3_000;

/**
 * Finds traces newest first: slices of the window are searched from its end, each twice as long as the one before, until
 * `limit` traces are found. What lies before is then only counted; when that takes too long the result is `partial`.
 */
export async function searchTraces(
  client: TelemetryReader,
  { mesh, query }: { mesh: string | undefined; query: TraceQuery },
): Promise<TraceSearchResult> {
  const found = new Set<string>();
  let matched = 0;
  let partial = false;
  for (const slice of slicesOf(query)) {
    if (found.size >= query.limit) {
      const rest = await countMatches(client, { mesh, query, slice: { fromMs: query.startMs, toMs: slice.toMs } });
      if (rest === null) partial = true;
      matched += rest ?? 0;
      break;
    }
    const hits = await matchesIn(client, { mesh, query, slice, limit: query.limit + found.size });
    const fresh = hits.traceIds.filter((id) => !found.has(id));
    matched += hits.total - (hits.traceIds.length - fresh.length);
    for (const id of fresh) if (found.size < query.limit) found.add(id);
  }
  const traces = await summarise(client, { mesh, traceIds: [...found] });
  return { traces, matched: Math.max(matched, traces.length), partial };
}

/** Slices from the end of the window to its start. */
export function slicesOf({ startMs, endMs }: { startMs: number; endMs: number }): TimeSlice[] {
  const { least, most } = FIRST_SLICE_MS;
  let length = Math.min(most, Math.max(least, (endMs - startMs) / 64));
  const slices: TimeSlice[] = [];
  for (let toMs = endMs; toMs > startMs; length *= 2) {
    const fromMs = Math.max(startMs, toMs - length);
    slices.push({ fromMs, toMs });
    toMs = fromMs;
  }
  return slices;
}

interface Search {
  mesh: string | undefined;
  query: TraceQuery;
  slice: TimeSlice;
}

async function matchesIn(client: TelemetryReader, search: Search & { limit: number }) {
  const bytes = await client.binary(
    sql`SELECT traceId, toUInt32(count() OVER ()) FROM (${matching(search)}) ORDER BY newest DESC LIMIT ${search.limit}`,
    { lane: "search" },
  );
  const row = new RowBinaryReader(bytes);
  const traceIds: string[] = [];
  let total = 0;
  while (!row.done) {
    traceIds.push(row.hex(16));
    total = row.uint32();
  }
  return { traceIds, total };
}

/** null when counting takes too long. */
async function countMatches(client: TelemetryReader, search: Search): Promise<number | null> {
  const query = hasDuration(search.query)
    ? sql`SELECT toUInt32(count()) AS n FROM (${matching(search)})`
    : sql`SELECT toUInt32(uniqCombined(traceId)) AS n FROM spans WHERE ${spanConditions(search.query, search)}`;
  try {
    const [row] = await client.rows<{ n: number }>(query, { lane: "search", timeoutMs: COUNT_TIMEOUT_MS });
    return row?.n ?? 0;
  } catch {
    return null;
  }
}

/** A select of (traceId, newest): traces with a matching span that starts in the slice. Durations are those of whole traces. */
function matching(search: Search): Sql {
  const { query, mesh } = search;
  const spans = sql`SELECT traceId, max(startTime) AS newest FROM spans WHERE ${spanConditions(query, search)} GROUP BY traceId`;
  if (!hasDuration(query)) return spans;
  const least = Math.round((query.minDurationMs ?? 0) * 1e6);
  const most = Math.round((query.maxDurationMs ?? Number.MAX_SAFE_INTEGER / 1e6) * 1e6);
  return sql`SELECT hits.traceId AS traceId, hits.newest AS newest FROM (${spans}) AS hits INNER JOIN (
  SELECT traceId, toUnixTimestamp64Nano(max(end)) - toUnixTimestamp64Nano(min(start)) AS took FROM traces
  WHERE ${meshCondition(mesh)} AND traceId IN (SELECT traceId FROM spans WHERE ${spanConditions(query, search)})
  GROUP BY traceId HAVING took >= ${least} AND took <= ${most}) AS times ON hits.traceId = times.traceId`;
}

function hasDuration({ minDurationMs, maxDurationMs }: TraceQuery): boolean {
  return minDurationMs !== undefined || maxDurationMs !== undefined;
}
