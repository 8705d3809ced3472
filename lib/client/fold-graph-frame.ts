import { applyDiff } from "../graph/diff-graph";
import type { ServerFrame } from "../live/frames";
import type { Graph, GraphView } from "../model/graph";

export type GraphFrame = Extract<ServerFrame, { type: "graph" }>;

/**
 * The graph after a live frame: a full frame replaces it, any other changes what it names. Without a graph to change, or
 * with a frame older than the graph, it stays as it is.
 */
export function foldGraphFrame(prev: Graph | undefined, frame: GraphFrame, view: GraphView): Graph | undefined {
  const { head, nodes, edges, removedNodes, removedEdges } = frame;
  if (frame.full) return { mesh: view.mesh, type: view.type, ...head, nodes, edges };
  if (!prev || prev.type !== view.type || prev.mesh !== view.mesh || head.at < prev.at) return prev;
  return applyDiff(prev, { head, nodes, edges, removedNodes, removedEdges });
}
