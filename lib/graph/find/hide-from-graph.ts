import type { Graph } from "../../model/graph";
import { matchFind } from "./match-find";
import type { FindExpr } from "./parse-find";

export interface HiddenGraph {
  graph: Graph;
  /** how many nodes (no boxes) and edges are gone */
  hidden: number;
}

/**
 * The graph without what `expr` names. A hidden node takes its edges along; a node whose edges are all hidden goes too,
 * unless it had none to begin with; an empty box goes. Figures of what stays are unchanged.
 */
export function hideFromGraph(graph: Graph, expr: FindExpr | null): HiddenGraph {
  if (!expr) return { graph, hidden: 0 };
  const gone = matchFind(graph, expr);
  const edges = graph.edges.filter(
    (e) => !gone.edges.has(e.id) && !gone.nodes.has(e.source) && !gone.nodes.has(e.target),
  );
  const connected = new Set(graph.edges.flatMap((e) => [e.source, e.target]));
  const left = new Set(edges.flatMap((e) => [e.source, e.target]));
  const drawn = graph.nodes.filter((n) => n.kind !== "box");
  const kept = drawn.filter((n) => !gone.nodes.has(n.id) && (left.has(n.id) || !connected.has(n.id)));
  const boxes = usedBoxes(
    graph,
    kept.map((n) => n.parent),
  );
  const nodes = graph.nodes.filter((n) => (n.kind === "box" ? boxes.has(n.id) : kept.includes(n)));
  return {
    graph: { ...graph, nodes, edges },
    hidden: drawn.length - kept.length + graph.edges.length - edges.length,
  };
}

/** Boxes that hold one of `parents`, directly or through another box. */
function usedBoxes(graph: Graph, parents: readonly (string | undefined)[]): Set<string> {
  const parentOf = new Map(graph.nodes.map((n) => [n.id, n.parent]));
  const used = new Set<string>();
  for (let id of parents) {
    while (id && !used.has(id)) {
      used.add(id);
      id = parentOf.get(id);
    }
  }
  return used;
}
