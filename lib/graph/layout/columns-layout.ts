import type { LayoutEdge, LayoutNode, Positions } from "./layout-model";
import { callRanks } from "./ranks";

const COLUMN_GAP = 64;
const ROW = 78;
const SWEEPS = 4;

/**
 * Nodes in columns by call rank, rows ordered by where their neighbours stand. Columns that grow too tall for a square
 * drawing are split. Linear in nodes and edges.
 */
export function columnsLayout(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): Positions {
  const ranks = callRanks(
    nodes.map((node) => node.id),
    edges,
  );
  const columns: LayoutNode[][] = [];
  for (const node of nodes) {
    const rank = ranks.get(node.id) ?? 0;
    const column = columns[rank] ?? [];
    columns[rank] = column;
    column.push(node);
  }
  const tall = Math.max(3, Math.ceil(Math.sqrt(nodes.length) * 1.15));
  const split = columns.flatMap((column) => chunks(sameBoxTogether(column ?? []), tall));
  sortRows(split, neighbours(edges));
  return place(split);
}

/** Nodes of one inner box stand side by side, so that boxes do not mix. */
function sameBoxTogether(column: LayoutNode[]): LayoutNode[] {
  return [...column].sort((a, b) => ((a.box ?? "") < (b.box ?? "") ? -1 : (a.box ?? "") > (b.box ?? "") ? 1 : 0));
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  const count = Math.ceil(list.length / size);
  const each = Math.ceil(list.length / Math.max(1, count));
  return Array.from({ length: count }, (_, i) => list.slice(i * each, (i + 1) * each));
}

function neighbours(edges: readonly LayoutEdge[]): Map<string, string[]> {
  const map = new Map<string, string[]>();
  const add = (a: string, b: string) => {
    const list = map.get(a);
    if (list) list.push(b);
    else map.set(a, [b]);
  };
  for (const edge of edges) {
    add(edge.source, edge.target);
    add(edge.target, edge.source);
  }
  return map;
}

/** Orders each column by the mean row of its neighbours, left to right and back, as in Sugiyama's method. */
function sortRows(columns: LayoutNode[][], near: ReadonlyMap<string, string[]>): void {
  const row = new Map<string, number>();
  const number = (column: LayoutNode[]) => {
    for (const [i, node] of column.entries()) row.set(node.id, i - (column.length - 1) / 2);
  };
  columns.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) {
      const mean = new Map(
        column.map((node) => [node.id, meanRow(near.get(node.id) ?? [], row) ?? row.get(node.id) ?? 0]),
      );
      column.sort((a, b) => (a.box === b.box ? (mean.get(a.id) ?? 0) - (mean.get(b.id) ?? 0) : 0));
      number(column);
    }
  }
}

function meanRow(ids: readonly string[], row: ReadonlyMap<string, number>): number | null {
  const rows = ids.map((id) => row.get(id)).filter((r) => r !== undefined);
  return rows.length > 0 ? rows.reduce((sum, r) => sum + r, 0) / rows.length : null;
}

function place(columns: readonly LayoutNode[][]): Positions {
  const positions: Positions = {};
  let x = 0;
  for (const column of columns) {
    const width = Math.max(0, ...column.map((node) => node.width));
    column.forEach((node, i) => {
      positions[node.id] = { x: x + width / 2, y: (i - (column.length - 1) / 2) * ROW };
    });
    x += width + COLUMN_GAP;
  }
  return positions;
}
