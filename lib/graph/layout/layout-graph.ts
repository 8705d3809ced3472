import type { ELK } from "elkjs/lib/elk-api";
import { chooseRoutes } from "./choose-routes";
import { clusteredLayout } from "./clustered-layout";
import { layeredLayout } from "./layered-layout";
import type { Layout, LayoutInput } from "./layout-model";
import { roomOf } from "./place-new-nodes";
import { rowsLayout, screenCost } from "./rows-layout";
import { sortVersions } from "./sort-versions";

/** Beyond these, elk's layered layout takes seconds: the clustered one takes over. */
export const LAYERED_MOST = { nodes: 300, edges: 700 };

/** One flow through all namespaces costs elk seconds beyond these; rows of namespaces stay quick. */
const FLOW_MOST = { nodes: 60, edges: 110 };
const HIT_COST = 40;

/**
 * Lays a graph out anew by the method that its size allows. Of the two layered ways, one long flow or namespaces in rows,
 * the one that is drawn larger with fewer nodes run over is taken. `loadElk` is only called when a layered one is used.
 */
export async function layoutGraph(input: LayoutInput, loadElk: () => Promise<ELK>): Promise<Layout> {
  if (input.nodes.length === 0) return { positions: {}, routes: {} };
  if (input.nodes.length > LAYERED_MOST.nodes || input.edges.length > LAYERED_MOST.edges) {
    return { positions: clusteredLayout(input), routes: {} };
  }
  const elk = await loadElk();
  const rows = await rowsLayout(input, elk);
  const inRows = rows ? finished(input, rows) : null;
  if (inRows && (input.nodes.length > FLOW_MOST.nodes || input.edges.length > FLOW_MOST.edges)) return inRows.layout;
  const flow = finished(input, await layeredLayout(input, elk));
  return inRows && inRows.cost < flow.cost ? inRows.layout : flow.layout;
}

function finished(input: LayoutInput, raw: Layout): { layout: Layout; cost: number } {
  const layout = sortVersions(input, raw);
  const { routes, length, hits } = chooseRoutes(input, layout.positions, layout.routes);
  const rooms = input.nodes.flatMap((node) =>
    layout.positions[node.id] ? [roomOf(node, layout.positions[node.id] ?? { x: 0, y: 0 })] : [],
  );
  const width = Math.max(...rooms.map((r) => r.x2)) - Math.min(...rooms.map((r) => r.x1));
  const height = Math.max(...rooms.map((r) => r.y2)) - Math.min(...rooms.map((r) => r.y1));
  const mean = input.edges.length > 0 ? length / input.edges.length : 0;
  return { layout: { positions: layout.positions, routes }, cost: screenCost(width, height) + mean + hits * HIT_COST };
}
