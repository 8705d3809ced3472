import type { GraphDiff } from "../graph/diff-graph";
import type { Graph } from "../model/graph";

/** The part of a graph frame that all who watch a view share, encoded once: everything but type, id and seq. */
export function fullTail(graph: Graph): string {
  const { at, durationSec, partial, sources, nodes, edges } = graph;
  return tail({
    full: true,
    head: { at, durationSec, partial, sources },
    nodes,
    edges,
    removedNodes: [],
    removedEdges: [],
  });
}

/** As fullTail, of what changed. */
export function deltaTail(diff: GraphDiff): string {
  return tail({ full: false, ...diff });
}

/** The whole frame of one subscription. */
export function graphFrame(id: string, seq: number, sharedTail: string): string {
  return `{"type":"graph","id":${JSON.stringify(id)},"seq":${seq},${sharedTail}`;
}

function tail(body: object): string {
  return JSON.stringify(body).slice(1);
}
