import { histogramQuantile } from "@/lib/graph/histogram-quantile";
import { mergeSamples } from "@/lib/graph/merge-samples";
import { outcomeOf } from "@/lib/graph/outcome";
import { indexRegistry } from "@/lib/graph/registry-index";
import type { EdgeSample } from "@/lib/model/edge-sample";
import type { TrafficPoint, TrafficSeries } from "@/lib/model/series";
import { Sql, sql } from "@/lib/store/telemetry/sql";
import type { TelemetryReader } from "@/lib/store/telemetry/telemetry-reader";
import type { SeriesQuery } from "../metrics-source";
import { type EdgeIdentities, identityCondition, peerConditions } from "./edge-identities";
import { edgeSumsQuery, readEdgeSums, readLatency } from "./edge-sums";
import { EDGE_TABLES, finestTable, type WindowPart } from "./edge-window";
import { RowBinaryReader } from "./row-binary-reader";

/** Steps a series may have, in seconds: people read these. */
const STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 604_800];

interface SeriesRequest {
  client: TelemetryReader;
  identities: EdgeIdentities;
  query: SeriesQuery;
  nowMs: number;
}

/**
 * Traffic between two filters over time. Which samples count is decided over the whole window by the graph's own rule
 * (mergeSamples), so that a series and the graph's edge agree; then the store sums by step.
 */
export async function readSeries({ client, identities, query, nowMs }: SeriesRequest): Promise<TrafficSeries> {
  const window = seriesWindow(query, nowMs);
  const condition = identityCondition(query.mesh, [
    ...peerConditions("source", query.source),
    ...peerConditions("destination", query.destination),
    ...(query.protocol ? [sql`protocol = ${query.protocol}`] : []),
  ]);
  const sums = readEdgeSums(await client.binary(edgeSumsQuery(query.mesh, [window.part], condition)));
  await identities.ensure(sums.map((row) => row.edge));
  const tagged = sums.flatMap(({ edge, ...figures }) => {
    const identity = identities.get(edge);
    return identity ? [{ ...identity, ...figures, edge }] : [];
  });
  const counted = countedEdges(tagged);
  if (counted.all.length === 0) return { stepSec: window.stepSec, points: [] };
  const bytes = await client.binary(stepsQuery(query.mesh, window, counted));
  return { stepSec: window.stepSec, points: readPoints(bytes, window, nowMs, query.histograms ?? false) };
}

interface SeriesWindow {
  stepSec: number;
  part: WindowPart;
}

/** The finest step that gives at most `maxPoints`, from the coarsest table that has it. */
export function seriesWindow(
  { fromMs, toMs, maxPoints }: Pick<SeriesQuery, "fromMs" | "toMs" | "maxPoints">,
  nowMs: number,
): SeriesWindow {
  const span = Math.max(1, (toMs - fromMs) / 1000);
  const finest = finestTable(Math.floor(fromMs / 1000), Math.floor(nowMs / 1000));
  const fits = (step: number) => step >= finest.stepSec && span / step <= Math.max(1, maxPoints);
  const stepSec = STEPS.find(fits) ?? Math.ceil(span / Math.max(1, maxPoints) / 86_400) * 86_400;
  const tables = EDGE_TABLES.filter((table) => stepSec % table.stepSec === 0);
  const table = (tables.at(-1) ?? finest).name;
  const fromSec = Math.floor(fromMs / 1000 / stepSec) * stepSec;
  const toSec = Math.max(Math.ceil(toMs / 1000 / stepSec) * stepSec, fromSec + stepSec);
  return { stepSec, part: { table, fromSec, toSec } };
}

/** The edge numbers whose samples count, and those of them that are errors. */
function countedEdges(samples: readonly (EdgeSample & { edge: bigint })[]): { all: bigint[]; errors: bigint[] } {
  const { samples: merged } = mergeSamples(samples, indexRegistry([], []));
  const all = new Set<bigint>();
  const errors = new Set<bigint>();
  for (const sample of merged as (EdgeSample & { edge: bigint })[]) {
    all.add(sample.edge);
    if (outcomeOf(sample.protocol, sample.code, sample.flags) === "error") errors.add(sample.edge);
  }
  return { all: [...all], errors: [...errors] };
}

function stepsQuery(mesh: string, { stepSec, part }: SeriesWindow, counted: { all: bigint[]; errors: bigint[] }): Sql {
  return sql`SELECT toUInt32(intDiv(toUnixTimestamp(bucket) - ${part.fromSec}, ${stepSec})) AS step, sum(count),
  sumIf(count, edge IN ${counted.errors}), sumMap(latency), sum(latencySumMs), sum(bytesSent) + sum(bytesReceived)
FROM ${new Sql(part.table)}
WHERE mesh = ${mesh} AND bucket >= toDateTime(${part.fromSec}) AND bucket < toDateTime(${part.toSec}) AND edge IN ${counted.all}
GROUP BY step ORDER BY step`;
}

function readPoints(
  bytes: Buffer,
  { stepSec, part }: SeriesWindow,
  nowMs: number,
  histograms: boolean,
): TrafficPoint[] {
  const row = new RowBinaryReader(bytes);
  const points: TrafficPoint[] = [];
  while (!row.done) {
    const atMs = (part.fromSec + row.uint32() * stepSec) * 1000;
    const requests = row.float64();
    const errors = row.float64();
    const latency = readLatency(row);
    const sumMs = row.float64();
    const measured = latency.reduce((sum, count) => sum + count, 0);
    points.push({
      atMs,
      requests,
      errors,
      latencyMs: {
        avg: measured > 0 ? sumMs / measured : null,
        p50: histogramQuantile(0.5, latency),
        p95: histogramQuantile(0.95, latency),
        p99: histogramQuantile(0.99, latency),
      },
      ...(histograms ? { latency } : {}),
      bytes: row.float64(),
      partial: atMs + stepSec * 1000 > nowMs,
    });
  }
  return points;
}
