import type { Layout, LayoutInput, Point } from "./layout-model";

/**
 * Versions of one app stand in their order from top to bottom wherever they share a column: the places stay, the versions
 * change them. Routes of what moved are dropped.
 */
export function sortVersions(input: LayoutInput, layout: Layout): Layout {
  const positions = { ...layout.positions };
  const moved = new Set<string>();
  for (const box of input.boxes.filter(({ parent }) => parent !== undefined)) {
    const members = input.nodes.filter((node) => node.box === box.id && positions[node.id]).map((node) => node.id);
    const columns = new Map<number, string[]>();
    for (const id of members) {
      const { x } = positions[id] as Point;
      columns.set(x, [...(columns.get(x) ?? []), id]);
    }
    for (const ids of columns.values()) {
      const places = ids.map((id) => positions[id] as Point).sort((a, b) => a.y - b.y);
      const ordered = [...ids].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
      for (const [i, id] of ordered.entries()) {
        const place = places[i];
        if (!place || positions[id] === place) continue;
        positions[id] = place;
        moved.add(id);
      }
    }
  }
  if (moved.size === 0) return layout;
  const routes = Object.entries(layout.routes).filter(([key]) => !key.split(">").some((id) => moved.has(id)));
  return { positions, routes: Object.fromEntries(routes) };
}
