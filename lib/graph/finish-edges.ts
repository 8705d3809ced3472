import type { GraphEdge, LatencyFigures } from "../model/graph";
import type { Health } from "../model/health";
import type { EdgeSums } from "./edge-sums";
import { trafficHealth } from "./health";
import { histogramQuantile } from "./histogram-quantile";

/** Sums -> edges with rates, ratios, quantiles, shares and health. Keeps order. */
export function finishEdges(edges: readonly EdgeSums[], durationSec: number): GraphEdge[] {
  const totals = new Map<string, number>();
  const keys = edges.map(splitKey);
  edges.forEach((edge, i) => {
    totals.set(keys[i] ?? "", (totals.get(keys[i] ?? "") ?? 0) + edge.requests);
  });
  return edges.map((edge, i) => finishEdge(edge, durationSec, totals.get(keys[i] ?? "") ?? 0));
}

/** Edges of one key share one service's (or app's) requests from one source. */
function splitKey(edge: EdgeSums): string {
  let main = "";
  let most = -1;
  for (const { name, count } of edge.services) {
    if (count > most || (count === most && name < main)) [main, most] = [name, count];
  }
  return `${edge.source.id}>${main ? `${edge.target.namespace}/${main}` : edge.target.id}:${edge.protocol}`;
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}

/** Quantiles and mean of a latency histogram, ms; nulls when nothing was measured. */
export function latencyFigures(latency: readonly number[], sumMs: number): LatencyFigures {
  let count = 0;
  for (const n of latency) count += n;
  return {
    avg: count > 0 ? sumMs / count : null,
    p50: histogramQuantile(0.5, latency),
    p95: histogramQuantile(0.95, latency),
    p99: histogramQuantile(0.99, latency),
  };
}

function finishEdge(edge: EdgeSums, durationSec: number, splitTotal: number): GraphEdge {
  const rate = (count: number) => count / durationSec;
  const identified = edge.mtls + edge.plain;
  return {
    id: edge.id,
    source: edge.source.id,
    target: edge.target.id,
    protocol: edge.protocol,
    requests: edge.requests,
    ratePerSec: rate(edge.requests),
    errorRatio: ratio(edge.errors, edge.requests),
    clientErrorRatio: ratio(edge.clientErrors, edge.requests),
    share: splitTotal > 0 ? ratio(edge.requests, splitTotal) : 1,
    latencyMs: latencyFigures(edge.latency, edge.latencySumMs),
    bytesPerSec: rate(edge.bytes),
    codes: [...edge.codes]
      .map(([code, requests]) => ({ code, requests, ratePerSec: rate(requests) }))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
    flags: [...(edge.flags ?? [])]
      .map(([key, requests]) => {
        const [flag = "", code = ""] = key.split("\n");
        return { flag, code, requests, ratePerSec: rate(requests) };
      })
      .sort((a, b) => b.requests - a.requests || (`${a.flag}${a.code}` < `${b.flag}${b.code}` ? -1 : 1)),
    hosts: [...edge.hosts].sort(),
    mtlsShare: identified > 0 ? edge.mtls / identified : null,
    principals: { source: [...edge.sourcePrincipals].sort(), destination: [...edge.destinationPrincipals].sort() },
    estimated: edge.estimated,
    ...(edge.mirrored > 0
      ? {
          mirrored: {
            requests: edge.mirrored,
            ratePerSec: rate(edge.mirrored),
            errorRatio: ratio(edge.mirroredErrors, edge.mirrored),
          },
        }
      : {}),
    health: edgeHealth(edge, durationSec),
  };
}

/** A TCP edge whose streams carry bytes is healthy even when no connection was opened in the window. */
function edgeHealth(edge: EdgeSums, durationSec: number): Health {
  if (edge.protocol === "tcp" && edge.requests === 0) return { status: "healthy", reasons: [] };
  return trafficHealth(edge, { durationSec, what: edge.protocol === "tcp" ? "connections" : "requests" });
}
