import type { ELK } from "elkjs/lib/elk-api";
import { TILE_HALF } from "../drawing/edge-curve";
import { boxRects } from "./box-rects";
import { layeredLayout } from "./layered-layout";
import type { Layout, LayoutEdge, LayoutInput, LayoutNode, Positions, Rect } from "./layout-model";
import { roomOf } from "./place-new-nodes";

const GAP = { x: 72, y: 58 };
/** Up to this many boxes every way to break them into rows is tried, up to fewer also every order. */
const TRY_ALL = 10;
const TRY_ORDERS = 5;
/** px of mean edge length that turning a namespace must save. */
const TURN_GAIN = 4;
/** The usual shape of the drawing's place on screen. */
const SCREEN = { width: 1240, height: 640 };

interface Block {
  nodes: LayoutNode[];
  inside: Layout;
  rect: Rect;
  width: number;
  height: number;
}

interface Spot {
  x: number;
  y: number;
}

/**
 * Each namespace laid out in layers on its own, the namespaces then in rows like words of a text, callers first: fills the
 * screen where one long chain of namespaces would be drawn small. null: fewer than two namespaces.
 */
export async function rowsLayout(input: LayoutInput, elk: ELK): Promise<Layout | null> {
  const parts = partsOf(input);
  if (parts.length < 2) return null;
  const blocks: Block[] = [];
  for (const part of parts) blocks.push(blockOf(part, await layeredLayout(part, elk)));
  const links = linksOf(blocks, input.edges);
  const order = callersFirst(blocks, links);
  const blockOfNode = new Map(blocks.flatMap((block, i) => block.nodes.map((node) => [node.id, i] as const)));
  let best: { spots: Map<number, Spot>; cost: number } | null = null;
  for (const rows of ordersOf(order).flatMap((each) => waysToBreak(each, blocks))) {
    const spots = placeRows(rows, { blocks, links });
    const cost = costOf(spots, { blocks, edges: input.edges, blockOfNode });
    if (!best || cost < best.cost) best = { spots, cost };
  }
  if (!best) return null;
  const { spots } = best;
  // A namespace whose way out is at the top stands better upside down above the others.
  for (const [i, block] of blocks.entries()) {
    const upright = costOf(spots, { blocks, edges: input.edges, blockOfNode });
    blocks[i] = turned(block);
    if (costOf(spots, { blocks, edges: input.edges, blockOfNode }) >= upright - TURN_GAIN) blocks[i] = block;
  }
  return assemble(blocks, spots);
}

/** One part for each outer box, and one for the nodes outside any. */
function partsOf(input: LayoutInput): LayoutInput[] {
  const outer = new Map(input.boxes.map((box) => [box.id, box.parent ?? box.id]));
  const keyOf = (node: LayoutNode) => (node.box ? (outer.get(node.box) ?? node.box) : "");
  const keys = [...new Set(input.nodes.map(keyOf))];
  return keys.map((key) => {
    const nodes = input.nodes.filter((node) => keyOf(node) === key);
    const ids = new Set(nodes.map((node) => node.id));
    return {
      nodes,
      boxes: input.boxes.filter((box) => box.id === key || box.parent === key),
      edges: input.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
    };
  });
}

function blockOf(part: LayoutInput, inside: Layout): Block {
  const outer = part.boxes.find((box) => box.parent === undefined);
  const rect = (outer && boxRects(part, inside.positions).get(outer.id)) ?? extentOf(part.nodes, inside.positions);
  return { nodes: part.nodes, inside, rect, width: rect.x2 - rect.x1, height: rect.y2 - rect.y1 };
}

function extentOf(nodes: readonly LayoutNode[], positions: Positions): Rect {
  const rooms = nodes.flatMap((node) =>
    positions[node.id] ? [roomOf(node, positions[node.id] ?? { x: 0, y: 0 })] : [],
  );
  return {
    x1: Math.min(...rooms.map((r) => r.x1)),
    y1: Math.min(...rooms.map((r) => r.y1)),
    x2: Math.max(...rooms.map((r) => r.x2)),
    y2: Math.max(...rooms.map((r) => r.y2)),
  };
}

/** The block with its rows in the other order. Its routes no longer hold. */
function turned(block: Block): Block {
  const rooms = block.nodes.flatMap((node) => {
    const at = block.inside.positions[node.id];
    return at ? [{ node, at, middle: at.y + node.height / 2 - TILE_HALF }] : [];
  });
  const tops = rooms.map(({ at }) => at.y - TILE_HALF);
  const bottoms = rooms.map(({ node, at }) => at.y - TILE_HALF + node.height);
  const sum = Math.min(...tops) + Math.max(...bottoms);
  const positions: Positions = {};
  for (const { node, at, middle } of rooms)
    positions[node.id] = { x: at.x, y: Math.round(sum - middle - node.height / 2 + TILE_HALF) };
  return { ...block, inside: { positions, routes: {} } };
}

interface Link {
  from: number;
  to: number;
  source: string;
  target: string;
}

function linksOf(blocks: readonly Block[], edges: readonly LayoutEdge[]): Link[] {
  const owner = new Map(blocks.flatMap((block, i) => block.nodes.map((node) => [node.id, i] as const)));
  return edges.flatMap(({ source, target }) => {
    const [from, to] = [owner.get(source), owner.get(target)];
    return from === undefined || to === undefined || from === to ? [] : [{ from, to, source, target }];
  });
}

/** Blocks that mostly call come before those that are mostly called, larger ones first among equals. */
function callersFirst(blocks: readonly Block[], links: readonly Link[]): number[] {
  const calls = blocks.map(() => ({ out: 0, into: 0 }));
  for (const { from, to } of links) {
    const [source, target] = [calls[from], calls[to]];
    if (source) source.out++;
    if (target) target.into++;
  }
  const lead = (i: number) => {
    const { out, into } = calls[i] ?? { out: 0, into: 0 };
    return out + into === 0 ? -1 : (out - into) / (out + into);
  };
  return blocks
    .map((_, i) => i)
    .sort((a, b) => lead(b) - lead(a) || (blocks[b]?.nodes.length ?? 0) - (blocks[a]?.nodes.length ?? 0));
}

/** All orders of a few; of more only the one given. */
function ordersOf(order: readonly number[]): number[][] {
  if (order.length > TRY_ORDERS) return [[...order]];
  if (order.length <= 1) return [[...order]];
  return order.flatMap((first) => ordersOf(order.filter((other) => other !== first)).map((rest) => [first, ...rest]));
}

/** Ways to break the ordered blocks into rows. */
function waysToBreak(order: readonly number[], blocks: readonly Block[]): number[][][] {
  if (order.length > TRY_ALL) return shelves(order, blocks);
  const ways: number[][][] = [];
  for (let mask = 0; mask < 2 ** (order.length - 1); mask++) {
    const rows: number[][] = [[]];
    order.forEach((block, i) => {
      rows[rows.length - 1]?.push(block);
      if (mask & (1 << i) && i < order.length - 1) rows.push([]);
    });
    ways.push(rows);
  }
  return ways;
}

/** Rows filled up to some widths around that of the screen's shape. */
function shelves(order: readonly number[], blocks: readonly Block[]): number[][][] {
  const area = blocks.reduce((sum, block) => sum + (block.width + GAP.x) * (block.height + GAP.y), 0);
  const square = Math.sqrt((area * SCREEN.width) / SCREEN.height);
  return [0.7, 0.85, 1, 1.15, 1.35, 1.6].map((factor) => {
    const rows: number[][] = [[]];
    let width = 0;
    for (const i of order) {
      const own = (blocks[i]?.width ?? 0) + GAP.x;
      if (width > 0 && width + own > square * factor) {
        rows.push([]);
        width = 0;
      }
      rows[rows.length - 1]?.push(i);
      width += own;
    }
    return rows;
  });
}

/** Rows below each other; in a row every block as near below its callers as its neighbours let it. */
function placeRows(
  rows: readonly number[][],
  { blocks, links }: { blocks: readonly Block[]; links: readonly Link[] },
): Map<number, Spot> {
  const spots = new Map<number, Spot>();
  const widthOf = (row: readonly number[]) => row.reduce((sum, i) => sum + (blocks[i]?.width ?? 0) + GAP.x, -GAP.x);
  const most = Math.max(...rows.map(widthOf));
  let y = 0;
  for (const row of rows) {
    const height = Math.max(...row.map((i) => blocks[i]?.height ?? 0));
    let x = 0;
    let slack = most - widthOf(row);
    for (const i of row) {
      const block = blocks[i];
      if (!block) continue;
      const wanted = wantedX(i, { block, blocks, links, spots });
      const shift = wanted === null ? 0 : Math.max(0, Math.min(slack, wanted - x));
      slack -= shift;
      spots.set(i, { x: x + shift, y: y + (rows.length > 1 ? 0 : (height - block.height) / 2) });
      x += shift + block.width + GAP.x;
    }
    y += height + GAP.y;
  }
  return spots;
}

/** Left border at which a block's nodes stand, on the whole, below those they talk with. */
function wantedX(
  i: number,
  {
    block,
    blocks,
    links,
    spots,
  }: { block: Block; blocks: readonly Block[]; links: readonly Link[]; spots: ReadonlyMap<number, Spot> },
): number | null {
  const wishes: number[] = [];
  for (const link of links) {
    const incoming = link.to === i;
    if (!incoming && link.from !== i) continue;
    const other = incoming ? link.from : link.to;
    const [spot, there] = [spots.get(other), blocks[other]];
    const far = there?.inside.positions[incoming ? link.source : link.target];
    const near = block.inside.positions[incoming ? link.target : link.source];
    if (!spot || !there || !far || !near) continue;
    wishes.push(spot.x + (far.x - there.rect.x1) + (incoming ? 90 : -90) - (near.x - block.rect.x1));
  }
  return wishes.length > 0 ? wishes.reduce((sum, x) => sum + x, 0) / wishes.length : null;
}

function costOf(
  spots: ReadonlyMap<number, Spot>,
  {
    blocks,
    edges,
    blockOfNode,
  }: { blocks: readonly Block[]; edges: readonly LayoutEdge[]; blockOfNode: ReadonlyMap<string, number> },
): number {
  let [width, height] = [0, 0];
  for (const [i, spot] of spots) {
    width = Math.max(width, spot.x + (blocks[i]?.width ?? 0));
    height = Math.max(height, spot.y + (blocks[i]?.height ?? 0));
  }
  const at = (id: string) => {
    const i = blockOfNode.get(id) ?? -1;
    const [block, spot] = [blocks[i], spots.get(i)];
    const inside = block?.inside.positions[id];
    return block && spot && inside
      ? { x: spot.x + inside.x - block.rect.x1, y: spot.y + inside.y - block.rect.y1 }
      : null;
  };
  let [length, count] = [0, 0];
  for (const edge of edges) {
    const [a, b] = [at(edge.source), at(edge.target)];
    if (!a || !b) continue;
    count++;
    // Back to the left costs double: callers stand left of callees.
    length += Math.hypot(b.x - a.x, b.y - a.y) + Math.max(0, a.x - b.x);
  }
  return screenCost(width, height) + (count > 0 ? length / count : 0);
}

/** How small a drawing of this size gets on the usual screen, in px; nothing while it fits. */
export function screenCost(width: number, height: number): number {
  return 1600 * (Math.max(1, width / SCREEN.width, height / SCREEN.height) - 1);
}

function assemble(blocks: readonly Block[], spots: ReadonlyMap<number, Spot>): Layout {
  const layout: Layout = { positions: {}, routes: {} };
  blocks.forEach((block, i) => {
    const spot = spots.get(i) ?? { x: 0, y: 0 };
    const [dx, dy] = [Math.round(spot.x - block.rect.x1), Math.round(spot.y - block.rect.y1)];
    for (const [id, at] of Object.entries(block.inside.positions))
      layout.positions[id] = { x: at.x + dx, y: at.y + dy };
    for (const [key, route] of Object.entries(block.inside.routes)) {
      layout.routes[key] = { ...route, bends: route.bends.map((bend) => ({ x: bend.x + dx, y: bend.y + dy })) };
    }
  });
  return layout;
}
