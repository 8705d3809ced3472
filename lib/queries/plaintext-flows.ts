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
  // Long windows end at a whole step of a coarse table: what came after it is only in the shorter ones.
  const flows = new Map<string, PlaintextFlow>();
  for (const [i, graph] of graphs.entries()) {
    const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    for (const { id, source, target, requests } of plaintextEdges(graph)) {
      const callee = nodes.get(target);
      const caller = nodes.get(source);
      if (!callee?.workload) continue;
      flows.set(id, {
        caller: { namespace: caller?.namespace ?? "", name: caller?.workload || caller?.name || "" },
        callee: { namespace: callee.namespace, workload: callee.workload },
        requests: Math.max(requests, flows.get(id)?.requests ?? 0),
        seenWithinSec: windows[i] ?? windowSec,
      });
    }
  }
  return [...flows.values()];
}

/** Edges with requests known to be plaintext, and how many. */
export function plaintextEdges(graph: Graph) {
  return graph.edges.flatMap(({ id, source, target, requests, mtlsShare }) => {
    const plain = mtlsShare === null ? 0 : requests * (1 - mtlsShare);
    return plain > 0 ? [{ id, source, target, requests: plain }] : [];
  });
}
