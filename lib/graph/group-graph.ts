import type { Graph, GraphEdge, GraphNode } from "../model/graph";
import { namespaceBoxId } from "./boxes";
import { trafficHealth } from "./health";

/** From this many nodes on a graph opens grouped by namespace. */
export const GROUP_FROM_NODES = 300;

export interface GroupedGraph {
  graph: Graph;
  /** id of a folded namespace -> how many nodes it holds */
  folded: ReadonlyMap<string, number>;
  /** weak edges that are not drawn, and the requests they carry */
  leftOut: { edges: number; requests: number };
}

export interface GroupOptions {
  /** namespaces that stay open */
  open: ReadonlySet<string>;
  /** most edges to draw; the weakest healthy ones go first */
  maxEdges: number;
}

/** How many nodes a graph draws, boxes apart. */
export function nodeCount(graph: Pick<Graph, "nodes">): number {
  return graph.nodes.reduce((count, node) => count + (node.kind === "box" ? 0 : 1), 0);
}

/**
 * Folds every namespace that is not open into one node (its box), sums the edges between folded ones and leaves weak ones
 * out. Edges inside a folded namespace vanish. Sums are exact; quantiles cannot be summed and become null.
 */
export function groupGraph(graph: Graph, options: GroupOptions): GroupedGraph {
  const folded = new Map<string, number>();
  const standIn = new Map<string, string>();
  for (const node of graph.nodes) {
    if (node.kind === "box" || !node.namespace || options.open.has(node.namespace)) continue;
    const box = namespaceBoxId(node.namespace);
    standIn.set(node.id, box);
    folded.set(box, (folded.get(box) ?? 0) + 1);
  }
  const nodes = graph.nodes.filter((node) => isKept(node, standIn, folded));
  const summed = sumBetween(graph, standIn);
  const edges = strongest(summed, options.maxEdges);
  const kept = new Set(edges);
  const weak = summed.filter((edge) => !kept.has(edge));
  return {
    graph: { ...graph, nodes, edges },
    folded,
    leftOut: { edges: weak.length, requests: weak.reduce((sum, edge) => sum + edge.requests, 0) },
  };
}

function isKept(node: GraphNode, standIn: ReadonlyMap<string, string>, folded: ReadonlyMap<string, number>): boolean {
  if (node.kind !== "box") return !standIn.has(node.id);
  return node.boxKind === "namespace" || !folded.has(namespaceBoxId(node.namespace));
}

function sumBetween(graph: Graph, standIn: ReadonlyMap<string, string>): GraphEdge[] {
  const groups = new Map<string, GraphEdge[]>();
  const out: GraphEdge[] = [];
  for (const edge of graph.edges) {
    const source = standIn.get(edge.source) ?? edge.source;
    const target = standIn.get(edge.target) ?? edge.target;
    if (source === edge.source && target === edge.target) {
      out.push(edge);
      continue;
    }
    if (source === target) continue;
    const id = `${source}>${target}:${edge.protocol}`;
    const group = groups.get(id);
    if (group) group.push(edge);
    else groups.set(id, [edge]);
  }
  for (const [id, group] of groups) {
    const [source = "", rest = ""] = id.split(">");
    out.push(sumEdge({ id, source, target: rest.slice(0, rest.lastIndexOf(":")) }, group, graph.durationSec));
  }
  return out.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function sumEdge(
  ends: Pick<GraphEdge, "id" | "source" | "target">,
  group: readonly GraphEdge[],
  durationSec: number,
): GraphEdge {
  const [first] = group;
  const protocol = first?.protocol ?? "http";
  const requests = total(group, (edge) => edge.requests);
  const errors = total(group, (edge) => edge.errorRatio * edge.requests);
  const clientErrors = total(group, (edge) => edge.clientErrorRatio * edge.requests);
  const told = group.filter((edge) => edge.mtlsShare !== null);
  const toldRequests = total(told, (edge) => edge.requests);
  return {
    ...ends,
    protocol,
    requests,
    ratePerSec: requests / durationSec,
    errorRatio: requests > 0 ? Math.min(1, errors / requests) : 0,
    clientErrorRatio: requests > 0 ? Math.min(1, clientErrors / requests) : 0,
    share: 1,
    latencyMs: { avg: null, p50: null, p95: null, p99: null },
    bytesPerSec: total(group, (edge) => edge.bytesPerSec),
    codes: sumCounts(
      group.flatMap((edge) => edge.codes),
      (c) => c.code,
      durationSec,
    ),
    flags: sumCounts(
      group.flatMap((edge) => edge.flags),
      (f) => `${f.flag}\n${f.code}`,
      durationSec,
    ),
    hosts: [...new Set(group.flatMap((edge) => edge.hosts))].sort(),
    mtlsShare:
      toldRequests > 0 ? Math.min(1, total(told, (e) => (e.mtlsShare ?? 0) * e.requests) / toldRequests) : null,
    principals: { source: [], destination: [] },
    estimated: group.some((edge) => edge.estimated),
    health:
      requests > 0
        ? trafficHealth(
            { requests, errors, clientErrors },
            { durationSec, what: protocol === "tcp" ? "connections" : "requests" },
          )
        : { status: "healthy", reasons: [] },
  };
}

function total(edges: readonly GraphEdge[], of: (edge: GraphEdge) => number): number {
  return edges.reduce((sum, edge) => sum + of(edge), 0);
}

function sumCounts<T extends { requests: number; ratePerSec: number }>(
  all: readonly T[],
  key: (item: T) => string,
  durationSec: number,
): T[] {
  const sums = new Map<string, T>();
  for (const item of all) {
    const known = sums.get(key(item));
    const requests = (known?.requests ?? 0) + item.requests;
    sums.set(key(item), { ...item, requests, ratePerSec: requests / durationSec });
  }
  return [...sums.values()];
}

/** The strongest edges, in their order; trouble is never left out. */
function strongest(edges: GraphEdge[], most: number): GraphEdge[] {
  if (edges.length <= most) return edges;
  const weight = (edge: GraphEdge) => {
    const trouble = edge.health.status === "failing" ? 1e12 : edge.health.status === "degraded" ? 1e9 : 0;
    return trouble + edge.ratePerSec + edge.bytesPerSec / 1e4;
  };
  const kept = new Set([...edges].sort((a, b) => weight(b) - weight(a)).slice(0, most));
  return edges.filter((edge) => kept.has(edge));
}
