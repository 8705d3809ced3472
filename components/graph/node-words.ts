import { appBoxId } from "@/lib/graph/boxes";
import type { Graph, GraphEdge, GraphNode } from "@/lib/model/graph";

/** True for one of several versions of an app: only then its version tells it apart. */
export function isOneOfVersions(node: GraphNode): boolean {
  return node.version !== undefined && node.parent === appBoxId(node.namespace, node.app ?? "");
}

/** "reviews v3": how a node is called in lists and sentences. */
export function nodeWords(node: GraphNode | undefined): string {
  if (!node) return "unknown";
  const named = isOneOfVersions(node) ? `${node.name} ${node.version}` : node.name;
  return node.kind === "box" ? `${named} (namespace)` : named;
}

/** "web → reviews v3". */
export function edgeWords(edge: GraphEdge, nodes: ReadonlyMap<string, GraphNode>): string {
  return `${nodeWords(nodes.get(edge.source))} → ${nodeWords(nodes.get(edge.target))}`;
}

/** Nodes of a graph by id. */
export function nodesById(graph: Pick<Graph, "nodes">): Map<string, GraphNode> {
  return new Map(graph.nodes.map((node) => [node.id, node]));
}

export const KIND_WORDS: Record<GraphNode["kind"], string> = {
  workload: "Workload",
  app: "App",
  service: "Service",
  gateway: "Gateway",
  store: "Store",
  external: "Outside the mesh",
  client: "Client without proxy",
  unknown: "Unknown",
  box: "Namespace",
};

export const PROTOCOL_WORDS: Record<GraphEdge["protocol"], string> = { http: "HTTP", grpc: "gRPC", tcp: "TCP" };
