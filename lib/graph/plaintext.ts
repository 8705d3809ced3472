import type { Graph, GraphEdge } from "../model/graph";

/** True when some of an edge's requests are known to travel unencrypted. */
export function isPlaintext(edge: GraphEdge): boolean {
  return edge.mtlsShare !== null && edge.mtlsShare < 1;
}

/**
 * Ids of the edges to mark as plaintext. Where no edge of the mesh is encrypted a mark on each says nothing: then only
 * callers without a proxy are marked, since no policy could encrypt those.
 */
export function plaintextMarks(graph: Pick<Graph, "nodes" | "edges">): Set<string> {
  const encrypts = graph.edges.some((edge) => (edge.mtlsShare ?? 0) > 0);
  const proxyless = new Set(
    graph.nodes.filter((node) => node.kind === "client" || node.id === "unknown//caller").map((node) => node.id),
  );
  const marked = graph.edges.filter((edge) =>
    encrypts ? isPlaintext(edge) : edge.mtlsShare !== 1 && proxyless.has(edge.source),
  );
  return new Set(marked.map((edge) => edge.id));
}
