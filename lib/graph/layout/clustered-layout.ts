import { boxRects } from "./box-rects";
import { columnsLayout } from "./columns-layout";
import { type Bodies, type Link, relax, separate } from "./force";
import type { LayoutInput, LayoutNode, Positions } from "./layout-model";
import { callRanks } from "./ranks";

const TICKS = 140;
const BOX_GAP = 30;
/** Square root of the screen's width by its height. */
const SHAPE = 1.3;

interface Cluster {
  id: string;
  nodes: LayoutNode[];
  /** places of the nodes around the cluster's middle */
  inside: Positions;
  halfWidth: number;
  halfHeight: number;
}

/**
 * Layout for hundreds to thousands of nodes: each namespace in columns of its own, then the namespaces as bodies of a
 * force simulation that drifts from callers on the left to callees on the right. 1,000 nodes / 4,000 edges in about 0.2 s.
 */
export function clusteredLayout(input: LayoutInput): Positions {
  const clusters = clustersOf(input);
  const clusterOf = new Map(clusters.flatMap((cluster, i) => cluster.nodes.map((node) => [node.id, i] as const)));
  const links = linksBetween(input, clusterOf);
  const bodies = startBodies(clusters, links);
  const spacing = meanSize(clusters) + BOX_GAP;
  relax(bodies, links, { ticks: TICKS, spacing });
  separate(bodies, { gap: BOX_GAP, rounds: 600 });
  const positions: Positions = {};
  clusters.forEach((cluster, i) => {
    const [x, y] = [bodies.x[i] ?? 0, bodies.y[i] ?? 0];
    for (const [id, at] of Object.entries(cluster.inside))
      positions[id] = { x: Math.round(x + at.x), y: Math.round(y + at.y) };
  });
  return positions;
}

/** One cluster for each outer box; nodes outside any box stand alone. */
function clustersOf(input: LayoutInput): Cluster[] {
  const outer = new Map(input.boxes.map((box) => [box.id, box.parent ?? box.id]));
  const members = new Map<string, LayoutNode[]>();
  for (const node of input.nodes) {
    const key = node.box ? (outer.get(node.box) ?? node.box) : `node:${node.id}`;
    const list = members.get(key);
    if (list) list.push(node);
    else members.set(key, [node]);
  }
  const keyOf = new Map([...members].flatMap(([key, nodes]) => nodes.map((node) => [node.id, key] as const)));
  const inner = new Map<string, LayoutInput["edges"]>();
  for (const edge of input.edges) {
    const key = keyOf.get(edge.source);
    if (key === undefined || key !== keyOf.get(edge.target)) continue;
    const list = inner.get(key);
    if (list) list.push(edge);
    else inner.set(key, [edge]);
  }
  return [...members].map(([id, nodes]) => cluster(id, nodes, { edges: inner.get(id) ?? [], boxes: input.boxes }));
}

function cluster(id: string, nodes: LayoutNode[], { edges, boxes }: Pick<LayoutInput, "edges" | "boxes">): Cluster {
  const places = columnsLayout(nodes, edges);
  const rects = boxRects({ nodes, boxes: boxes.filter((box) => box.id === id || box.parent === id) }, places);
  const rect = rects.get(id) ?? extent(nodes, places);
  const middle = { x: (rect.x1 + rect.x2) / 2, y: (rect.y1 + rect.y2) / 2 };
  const inside: Positions = {};
  for (const [node, at] of Object.entries(places)) inside[node] = { x: at.x - middle.x, y: at.y - middle.y };
  return { id, nodes, inside, halfWidth: (rect.x2 - rect.x1) / 2, halfHeight: (rect.y2 - rect.y1) / 2 };
}

function extent(nodes: readonly LayoutNode[], places: Positions) {
  const rect = {
    x1: Number.POSITIVE_INFINITY,
    y1: Number.POSITIVE_INFINITY,
    x2: Number.NEGATIVE_INFINITY,
    y2: Number.NEGATIVE_INFINITY,
  };
  for (const node of nodes) {
    const at = places[node.id];
    if (!at) continue;
    rect.x1 = Math.min(rect.x1, at.x - node.width / 2);
    rect.x2 = Math.max(rect.x2, at.x + node.width / 2);
    rect.y1 = Math.min(rect.y1, at.y - 22);
    rect.y2 = Math.max(rect.y2, at.y + node.height - 22);
  }
  return rect;
}

function linksBetween(input: LayoutInput, clusterOf: ReadonlyMap<string, number>): Link[] {
  const seen = new Set<number>();
  const links: Link[] = [];
  for (const edge of input.edges) {
    const [a, b] = [clusterOf.get(edge.source), clusterOf.get(edge.target)];
    if (a === undefined || b === undefined || a === b) continue;
    const key = Math.min(a, b) * 100_000 + Math.max(a, b);
    if (seen.has(key)) continue;
    seen.add(key);
    links.push({ a, b });
  }
  return links;
}

function meanSize(clusters: readonly Cluster[]): number {
  const sum = clusters.reduce((total, c) => total + Math.max(c.halfWidth, c.halfHeight) * 2, 0);
  return clusters.length > 0 ? sum / clusters.length : 0;
}

/** Starts from left to right by call rank, evenly filled: the shape of the screen, no crowded column. */
function startBodies(clusters: readonly Cluster[], links: readonly Link[]): Bodies {
  const ids = clusters.map((_, i) => String(i));
  const ranks = callRanks(
    ids,
    links.map((link) => ({ source: String(link.a), target: String(link.b) })),
  );
  const n = clusters.length;
  const side = Math.sqrt(n) * (meanSize(clusters) + BOX_GAP);
  const [width, height] = [side * SHAPE, side / SHAPE];
  const bodies: Bodies = {
    x: new Float64Array(n),
    y: new Float64Array(n),
    halfWidth: new Float64Array(clusters.map((c) => c.halfWidth)),
    halfHeight: new Float64Array(clusters.map((c) => c.halfHeight)),
    wantedX: new Float64Array(n),
  };
  const order = clusters
    .map((_, i) => i)
    .sort((a, b) => (ranks.get(String(a)) ?? 0) - (ranks.get(String(b)) ?? 0) || a - b);
  for (const [place, i] of order.entries()) {
    bodies.wantedX[i] = ((place + 0.5) / n - 0.5) * width;
    bodies.x[i] = bodies.wantedX[i] ?? 0;
    // The golden ratio spreads neighbours in the order far apart in height, the same way every time.
    bodies.y[i] = (((place * 0.618_034) % 1) - 0.5) * height;
  }
  return bodies;
}
