import type { EdgeProtocol } from "@/lib/model/edge-sample";
import type { GraphEdge } from "@/lib/model/graph";

/** Codes of all requests a node was sent, summed over the protocol that carries most of them; null: none has codes. */
export function inboundCodes(
  edges: readonly GraphEdge[],
): { protocol: EdgeProtocol; codes: GraphEdge["codes"]; requests: number } | null {
  const coded = edges.filter((edge) => edge.codes.length > 0);
  const byProtocol = (protocol: EdgeProtocol) => coded.filter((edge) => edge.protocol === protocol);
  const requestsOf = (list: readonly GraphEdge[]) => list.reduce((sum, edge) => sum + edge.requests, 0);
  const protocol: EdgeProtocol = requestsOf(byProtocol("grpc")) > requestsOf(byProtocol("http")) ? "grpc" : "http";
  const list = byProtocol(protocol);
  if (list.length === 0) return null;
  return {
    protocol,
    requests: requestsOf(list),
    codes: sum(
      list.flatMap((edge) => edge.codes),
      (c) => c.code,
    ),
  };
}

/** Why requests to a node failed, summed over its callers. */
export function inboundFlags(edges: readonly GraphEdge[]): GraphEdge["flags"] {
  return sum(
    edges.flatMap((edge) => edge.flags),
    (f) => `${f.flag} ${f.code}`,
  ).sort((a, b) => b.requests - a.requests);
}

function sum<T extends { requests: number; ratePerSec: number }>(items: readonly T[], key: (item: T) => string): T[] {
  const sums = new Map<string, T>();
  for (const item of items) {
    const known = sums.get(key(item));
    sums.set(
      key(item),
      known
        ? { ...known, requests: known.requests + item.requests, ratePerSec: known.ratePerSec + item.ratePerSec }
        : item,
    );
  }
  return [...sums.values()];
}
