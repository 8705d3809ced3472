import type { Graph, GraphEdge, GraphNode } from "../model/graph";

/** What a graph says of itself, apart from nodes and edges. */
export type GraphHead = Pick<Graph, "at" | "durationSec" | "partial" | "sources">;

/** What changed between two graphs of one view; the body of a live frame (lib/live/frames.ts). */
export interface GraphDiff {
  head: GraphHead;
  /** new or changed, whole */
  nodes: GraphNode[];
  edges: GraphEdge[];
  removedNodes: string[];
  removedEdges: string[];
}

/** The difference that turns `prev` into `next`; both must be of one view. */
export function diffGraph(prev: Graph, next: Graph): GraphDiff {
  const nodes = diffItems(prev.nodes, next.nodes);
  const edges = diffItems(prev.edges, next.edges);
  return {
    head: { at: next.at, durationSec: next.durationSec, partial: next.partial, sources: next.sources },
    nodes: nodes.changed,
    edges: edges.changed,
    removedNodes: nodes.removed,
    removedEdges: edges.removed,
  };
}

/** applyDiff(prev, diffGraph(prev, next)) equals next. What did not change keeps its identity (===). */
export function applyDiff(prev: Graph, diff: GraphDiff): Graph {
  return {
    ...prev,
    ...diff.head,
    nodes: applyItems(prev.nodes, diff.nodes, diff.removedNodes),
    edges: applyItems(prev.edges, diff.edges, diff.removedEdges),
  };
}

function diffItems<T extends { id: string }>(
  prev: readonly T[],
  next: readonly T[],
): { changed: T[]; removed: string[] } {
  const before = new Map(prev.map((item) => [item.id, item]));
  const changed = next.filter((item) => {
    const old = before.get(item.id);
    before.delete(item.id);
    return old === undefined || !sameValue(old, item);
  });
  return { changed, removed: [...before.keys()] };
}

function applyItems<T extends { id: string }>(
  prev: readonly T[],
  changed: readonly T[],
  removed: readonly string[],
): T[] {
  if (changed.length === 0 && removed.length === 0) return prev as T[];
  const items = new Map(prev.map((item) => [item.id, item]));
  for (const id of removed) items.delete(id);
  for (const item of changed) items.set(item.id, item);
  return [...items.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Deep equality of plain JSON values; absent and undefined are the same. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((value, i) => sameValue(value, b[i]));
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key in left) if (!sameValue(left[key], right[key])) return false;
  for (const key in right) if (left[key] === undefined && right[key] !== undefined) return false;
  return true;
}
