import type { Ctx, MeshHandle } from "../identity/ctx";
import type { Graph } from "../model/graph";
import type { PlaintextFlow } from "../policy/mtls/strict-preflight";
import { trafficGraph } from "./traffic-graph";

/** Windows after which a caller was last seen, longest first after the observation window itself. */
const STEPS_SEC = [3600, 600, 60];

/**
 * Who talks plaintext to which workload: the requests of the whole window, and how lately. null: traffic cannot be read. Callers
 * without a proxy are named by their spans, as on the graph.
 */
export async function plaintextFlows(ctx: Ctx, mesh: MeshHandle, windowSec: number): Promise<PlaintextFlow[] | null> {
  const windows = [windowSec, ...STEPS_SEC.filter((step) => step < windowSec)];
  const graphs = await Promise.all(
    windows.map((durationSec) =>
      trafficGraph({ ctx, input: { mesh: mesh.name, namespaces: null, type: "workload", durationSec } }),
    ),
  );
  const [whole] = graphs;
  if (!whole || whole.sources.some(({ ok }) => !ok)) return null;
  const seen = new Map<string, number>();
  for (const [i, graph] of graphs.entries()) {
    for (const { id } of plaintextEdges(graph)) seen.set(id, windows[i] ?? windowSec);
  }
  const nodes = new Map(whole.nodes.map((node) => [node.id, node]));
  return plaintextEdges(whole).flatMap(({ id, source, target, requests }) => {
    const callee = nodes.get(target);
    const caller = nodes.get(source);
    if (!callee?.workload) return [];
    return [
      {
        caller: { namespace: caller?.namespace ?? "", name: caller?.workload || caller?.name || "" },
        callee: { namespace: callee.namespace, workload: callee.workload },
        requests,
        seenWithinSec: seen.get(id) ?? windowSec,
      },
    ];
  });
}

/** Edges with requests known to be plaintext, and how many. */
export function plaintextEdges(graph: Graph) {
  return graph.edges.flatMap(({ id, source, target, requests, mtlsShare }) => {
    const plain = mtlsShare === null ? 0 : requests * (1 - mtlsShare);
    return plain > 0 ? [{ id, source, target, requests: plain }] : [];
  });
}
