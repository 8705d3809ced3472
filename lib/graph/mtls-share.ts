import type { GraphEdge } from "../model/graph";

/** The share of mutual TLS over several edges, by their requests; null: of none it is known how it travelled. */
export function mtlsShareOf(edges: readonly Pick<GraphEdge, "requests" | "mtlsShare">[]): number | null {
  let known = 0;
  let mutual = 0;
  for (const { requests, mtlsShare } of edges) {
    if (mtlsShare === null) continue;
    known += requests;
    mutual += requests * mtlsShare;
  }
  return known > 0 ? Math.min(1, mutual / known) : null;
}
