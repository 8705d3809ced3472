import type { TraceSummary } from "@/lib/model/span";
import { Sql, sql } from "@/lib/store/telemetry/sql";
import type { TelemetryReader } from "@/lib/store/telemetry/telemetry-reader";
import { RowBinaryReader } from "./row-binary-reader";
import { selfTimeByService } from "./self-time";
import { meshCondition, traceIdList } from "./trace-conditions";

const MOST_SPANS = 1_000_000;
const NO_SPAN = "0000000000000000";

interface BriefSpan {
  spanId: string;
  parentSpanId: string;
  startNs: bigint;
  durationNs: bigint;
  service: string;
  name: string;
  status: number;
  code: string;
}

/** Summaries of these traces, over all of their spans wherever in time, newest first. */
export async function summarise(
  client: TelemetryReader,
  { mesh, traceIds }: { mesh: string | undefined; traceIds: readonly string[] },
): Promise<TraceSummary[]> {
  if (traceIds.length === 0) return [];
  const ids = traceIdList(traceIds);
  const bytes = await client.binary(
    sql`WITH (SELECT (min(start), max(end)) FROM traces WHERE ${meshCondition(mesh)} AND traceId IN ${ids}) AS bounds
SELECT traceId, spanId, parentSpanId, toUnixTimestamp64Nano(startTime), durationNs, toString(service), toString(name), status, toString(code)
FROM spans WHERE ${meshCondition(mesh)} AND traceId IN ${ids} AND startTime >= bounds.1 AND startTime <= bounds.2
LIMIT ${new Sql(String(MOST_SPANS))}`,
    { lane: "search" },
  );
  const byTrace = readBySpan(bytes);
  return [...byTrace]
    .map(([traceId, spans]) => summaryOf(traceId, spans))
    .sort((a, b) => b.startMs - a.startMs || (a.traceId < b.traceId ? -1 : 1));
}

function readBySpan(bytes: Buffer): Map<string, BriefSpan[]> {
  const row = new RowBinaryReader(bytes);
  const byTrace = new Map<string, BriefSpan[]>();
  while (!row.done) {
    const traceId = row.hex(16);
    const spans = byTrace.get(traceId) ?? [];
    byTrace.set(traceId, spans);
    spans.push({
      spanId: row.hex(8),
      parentSpanId: row.hex(8),
      startNs: row.uint64(),
      durationNs: row.uint64(),
      service: row.string(),
      name: row.string(),
      status: row.uint8(),
      code: row.string(),
    });
  }
  return byTrace;
}

function summaryOf(traceId: string, spans: readonly BriefSpan[]): TraceSummary {
  const origin = earliest(spans);
  const indexOf = new Map(spans.map((span, i) => [span.spanId, i]));
  const timed = spans.map((span, i) => {
    const start = Number(span.startNs - origin);
    const parent = indexOf.get(span.parentSpanId) ?? -1;
    return { start, end: start + Number(span.durationNs), parent: parent === i ? -1 : parent, service: span.service };
  });
  const root = rootOf(spans, indexOf);
  const times = selfTimeByService(timed);
  const end = timed.reduce((most, span) => Math.max(most, span.end), 0);
  return {
    traceId,
    rootService: root?.service ?? "",
    rootName: root?.name ?? "",
    startMs: Number(origin / 1000n) / 1000,
    durationMs: end / 1e6,
    spanCount: spans.length,
    errorCount: spans.filter((span) => span.status === 2).length,
    rootCode: root && /^[0-9]{3}$/.test(root.code) ? root.code : "",
    services: servicesOf(spans, times),
  };
}

function earliest(spans: readonly BriefSpan[]): bigint {
  let origin = spans[0]?.startNs ?? 0n;
  for (const { startNs } of spans) if (startNs < origin) origin = startNs;
  return origin;
}

/** The earliest span without a parent; when every parent is missing or turned in a circle, the earliest of what there is. */
function rootOf(spans: readonly BriefSpan[], indexOf: ReadonlyMap<string, number>): BriefSpan | undefined {
  const rank = (span: BriefSpan) => (span.parentSpanId === NO_SPAN ? 0 : indexOf.has(span.parentSpanId) ? 2 : 1);
  let best: BriefSpan | undefined;
  for (const span of spans) {
    if (!best) best = span;
    const difference = rank(span) - rank(best);
    if (difference < 0 || (difference === 0 && span.startNs < best.startNs)) best = span;
  }
  return best;
}

function servicesOf(spans: readonly BriefSpan[], times: ReadonlyMap<string, number>): TraceSummary["services"] {
  const services = new Map<string, { spanCount: number; errorCount: number }>();
  for (const { service, status } of spans) {
    const entry = services.get(service) ?? { spanCount: 0, errorCount: 0 };
    services.set(service, entry);
    entry.spanCount++;
    if (status === 2) entry.errorCount++;
  }
  return [...services]
    .map(([service, counts]) => ({ service, ...counts, timeMs: (times.get(service) ?? 0) / 1e6 }))
    .sort((a, b) => b.timeMs - a.timeMs || (a.service < b.service ? -1 : 1));
}
