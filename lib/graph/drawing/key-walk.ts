import type { Positions } from "../layout/layout-model";
import { callRanks } from "../layout/ranks";

interface Stop {
  id: string;
  name: string;
}

/** Node ids in the order of the Tab key: by distance from where traffic starts, then by name. */
export function tabOrder(nodes: readonly Stop[], edges: readonly { source: string; target: string }[]): string[] {
  const ids = nodes.map((node) => node.id);
  const ranks = callRanks(ids, edges);
  return [...nodes]
    .sort(
      (a, b) =>
        (ranks.get(a.id) ?? 0) - (ranks.get(b.id) ?? 0) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1),
    )
    .map((node) => node.id);
}

export type Arrow = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

const WAY: Record<Arrow, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * Where an arrow key leads from a node: left and right along an edge to the neighbour that lies most in that direction, up
 * and down to the nearest node of the column. null: nothing lies that way.
 */
export function arrowTarget(
  from: string,
  arrow: Arrow,
  { edges, positions }: { edges: readonly { source: string; target: string }[]; positions: Positions },
): string | null {
  const at = positions[from];
  if (!at) return null;
  const near = new Set(
    edges.flatMap((edge) => (edge.source === from ? [edge.target] : edge.target === from ? [edge.source] : [])),
  );
  const way = WAY[arrow];
  const best = (ids: Iterable<string>): string | null => {
    let found: string | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const id of ids) {
      const to = positions[id];
      if (!to || id === from) continue;
      const along = (to.x - at.x) * way.x + (to.y - at.y) * way.y;
      const beside = Math.abs((to.x - at.x) * way.y) + Math.abs((to.y - at.y) * way.x);
      if (along <= 1 || beside > along * 3) continue;
      const cost = along + beside * 2;
      if (cost < least) [found, least] = [id, cost];
    }
    return found;
  };
  return way.x === 0 ? best(Object.keys(positions)) : best(near);
}
