import { boxRects, overlaps } from "./box-rects";
import type { LayoutInput, LayoutNode, Point, Positions, Rect } from "./layout-model";

const STEP_X = 190;
const GAP = 14;
const RING = 48;
const RINGS = 40;

/**
 * Places for the nodes of `input` that `known` lacks; those it has keep theirs to the pixel. A new node goes right of what
 * calls it, left of what it calls, else into its box, at the nearest spot that covers nothing.
 */
export function placeNewNodes(input: LayoutInput, known: Positions): Positions {
  const positions: Positions = {};
  for (const node of input.nodes) {
    const at = known[node.id];
    if (at) positions[node.id] = at;
  }
  const waiting = input.nodes.filter((node) => !positions[node.id]);
  const taken = input.nodes.flatMap((node) => (positions[node.id] ? [roomOf(node, positions[node.id] as Point)] : []));
  for (const node of waiting) {
    const boxes = boxRects(input, positions);
    const wanted = wantedPlace(node, { input, positions, boxes });
    const outerOf = new Map(input.boxes.map((box) => [box.id, box.parent]));
    const own = new Set([node.box, node.box ? outerOf.get(node.box) : undefined]);
    const foreign = [...boxes].filter(([id]) => !own.has(id)).map(([, rect]) => rect);
    const at = freePlace(node, wanted, [...taken, ...foreign]);
    positions[node.id] = at;
    taken.push(roomOf(node, at));
  }
  return positions;
}

/** The rectangle a node and its label cover. */
export function roomOf(node: LayoutNode, at: Point): Rect {
  return { x1: at.x - node.width / 2, y1: at.y - 22, x2: at.x + node.width / 2, y2: at.y + node.height - 22 };
}

interface Surroundings {
  input: LayoutInput;
  positions: Positions;
  boxes: ReadonlyMap<string, Rect>;
}

function wantedPlace(node: LayoutNode, { input, positions, boxes }: Surroundings): Point {
  const spots: Point[] = [];
  for (const edge of input.edges) {
    const from = edge.target === node.id ? positions[edge.source] : undefined;
    const to = edge.source === node.id ? positions[edge.target] : undefined;
    if (from) spots.push({ x: from.x + STEP_X, y: from.y });
    if (to) spots.push({ x: to.x - STEP_X, y: to.y });
  }
  if (spots.length > 0) return mean(spots);
  const box = node.box ? boxes.get(node.box) : undefined;
  if (box) return { x: (box.x1 + box.x2) / 2, y: box.y2 - RING };
  const all = Object.values(positions);
  if (all.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...all.map((p) => p.x)), y: Math.max(...all.map((p) => p.y)) + 2 * RING };
}

function mean(points: readonly Point[]): Point {
  const sum = points.reduce((total, p) => ({ x: total.x + p.x, y: total.y + p.y }), { x: 0, y: 0 });
  return { x: Math.round(sum.x / points.length), y: Math.round(sum.y / points.length) };
}

/** Tries rings of growing size around the wanted place. */
function freePlace(node: LayoutNode, wanted: Point, taken: readonly Rect[]): Point {
  const free = (at: Point) => !taken.some((rect) => overlaps(rect, roomOf(node, at), GAP));
  if (free(wanted)) return wanted;
  for (let ring = 1; ring <= RINGS; ring++) {
    const spots = 8 * ring;
    for (let i = 0; i < spots; i++) {
      const angle = (Math.PI * 2 * i) / spots + Math.PI / 2;
      const at = {
        x: Math.round(wanted.x + Math.cos(angle) * ring * RING),
        y: Math.round(wanted.y + Math.sin(angle) * ring * RING),
      };
      if (free(at)) return at;
    }
  }
  const lowest = Math.max(wanted.y, ...taken.map((rect) => rect.y2));
  return { x: wanted.x, y: lowest + 2 * RING };
}
