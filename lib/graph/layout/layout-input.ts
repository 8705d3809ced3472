import type { Graph, GraphNode } from "../../model/graph";
import type { LayoutInput } from "./layout-model";

const TILE = 44;
const LABEL_HEIGHT = 22;
const LABEL_MOST = 18;
const CHAR = 6.6;

/** Room a node takes with its label of `text` below, "" for none: px. */
export function nodeRoom(text: string): { width: number; height: number } {
  if (!text) return { width: TILE + 14, height: TILE + 6 };
  const letters = Math.min(text.length, LABEL_MOST);
  return { width: Math.max(TILE + 12, Math.round(letters * CHAR) + 8), height: TILE + LABEL_HEIGHT };
}

/** The parts of a graph that decide where things go. Boxes without nodes of their own are nodes (folded namespaces). */
export function layoutInput(graph: Pick<Graph, "nodes" | "edges">): LayoutInput {
  const boxes = new Map(graph.nodes.filter((node) => node.kind === "box").map((node) => [node.id, node]));
  const filled = new Set<string>();
  for (const node of graph.nodes) if (node.parent && boxes.has(node.parent)) filled.add(node.parent);
  const placed = graph.nodes.filter((node) => node.kind !== "box" || !filled.has(node.id));
  return {
    nodes: placed.map((node) => ({
      id: node.id,
      ...nodeRoom(labelBelow(node, boxes)),
      ...(node.parent && boxes.has(node.parent) ? { box: node.parent } : {}),
    })),
    boxes: [...boxes.values()]
      .filter((box) => filled.has(box.id))
      .map((box) => ({ id: box.id, ...(box.parent ? { parent: box.parent } : {}) })),
    edges: graph.edges.map((edge) => ({ source: edge.source, target: edge.target })),
  };
}

/** Versions inside their app's box say "v1" in the tile; all others have their name below. */
export function labelBelow(node: GraphNode, boxes: ReadonlyMap<string, GraphNode>): string {
  const parent = node.parent ? boxes.get(node.parent) : undefined;
  return parent?.boxKind === "app" && node.version !== undefined ? "" : node.name;
}
