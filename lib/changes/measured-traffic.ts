import type { Ctx, MeshHandle } from "../identity/ctx";
import type { Graph, GraphEdge, GraphNode } from "../model/graph";
import type { ServiceTraffic, TrafficOf } from "../policy/diff/traffic-facts";
import { trafficGraph } from "../queries/traffic-graph";

const WINDOW_SEC = 600;

/** Who called which service lately, out of the graph the actor may see. */
export async function measuredTraffic(ctx: Ctx, mesh: MeshHandle): Promise<TrafficOf> {
  const graph = await trafficGraph({
    ctx,
    input: { mesh: mesh.name, namespaces: null, type: "workload", durationSec: WINDOW_SEC },
  });
  const byHost = edgesByHost(graph);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return (fqdn) => {
    const edges = byHost.get(fqdn);
    return edges && trafficOf(edges, nodes);
  };
}

function edgesByHost(graph: Graph): Map<string, GraphEdge[]> {
  const byHost = new Map<string, GraphEdge[]>();
  for (const edge of graph.edges) {
    for (const host of edge.hosts) byHost.set(host, [...(byHost.get(host) ?? []), edge]);
  }
  return byHost;
}

function trafficOf(edges: readonly GraphEdge[], nodes: ReadonlyMap<string, GraphNode>): ServiceTraffic {
  const sumBy = (keyOf: (edge: GraphEdge) => string) => {
    const sums = new Map<string, number>();
    for (const edge of edges) sums.set(keyOf(edge), (sums.get(keyOf(edge)) ?? 0) + edge.ratePerSec);
    return [...sums];
  };
  return {
    ratePerSec: edges.reduce((sum, edge) => sum + edge.ratePerSec, 0),
    versions: sumBy((edge) => nodes.get(edge.target)?.version ?? "").map(([version, ratePerSec]) => ({
      version,
      ratePerSec,
    })),
    callers: sumBy((edge) => edge.source).map(([id, ratePerSec]) => {
      const node = nodes.get(id);
      return { name: node?.name ?? id, namespace: node?.namespace ?? "", ratePerSec };
    }),
  };
}
