import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import { versionSeries } from "@/lib/client/version-series";
import {
  type Curve,
  curvePoints,
  type End,
  edgeCurve,
  polylineLength,
  TILE_HALF,
} from "@/lib/graph/drawing/edge-curve";
import { type EdgeTone, edgeTone, edgeWidth } from "@/lib/graph/drawing/edge-look";
import { boxRects } from "@/lib/graph/layout/box-rects";
import { layoutInput } from "@/lib/graph/layout/layout-input";
import {
  type Layout,
  type Point,
  type Positions,
  type Rect,
  type Route,
  routeKey,
} from "@/lib/graph/layout/layout-model";
import { plaintextMarks } from "@/lib/graph/plaintext";
import type { Graph, GraphEdge, GraphNode, NodeBadge } from "@/lib/model/graph";
import { figureWords } from "../figure-words";
import type { EdgeFigure } from "../graph-url";
import { edgeLabelParts, type LabelPart } from "./edge-label";
import type { IconName } from "./icon-paths";
import { nodeIcon } from "./node-icon";

export interface SceneNode {
  node: GraphNode;
  at: Point;
  /** below the tile, at most 18 characters; "" when the tile itself says it */
  title: string;
  /** in the tile instead of an icon: "v1", or how many a folded namespace holds */
  inTile: string;
  note: string;
  /** its policies are told by the box around it */
  inApp: boolean;
  icon: IconName;
  /** 1-9, 0: none */
  series: number;
}

export interface SceneEdge {
  edge: GraphEdge;
  /** parallel edges beside each other, px */
  lane: number;
  curve: Curve;
  points: Float64Array;
  length: number;
  tone: EdgeTone;
  width: number;
  plaintext: boolean;
  label: LabelPart[];
}

export interface SceneBox {
  id: string;
  kind: "namespace" | "app";
  rect: Rect;
  title: string;
  /** said after the title as far as there is room, most important first */
  notes: readonly string[];
  /** of an app: what steers its traffic, once for all its versions */
  badges: readonly NodeBadge[];
}

/** Everything that is drawn, in graph pixels. */
export interface Scene {
  nodes: Map<string, SceneNode>;
  edges: Map<string, SceneEdge>;
  boxes: SceneBox[];
  /** drawn with straight edges: too many for curves */
  straight: boolean;
}

export interface SceneOptions {
  labels: readonly EdgeFigure[];
  boxes: boolean;
  folded: ReadonlyMap<string, number>;
}

/** From this many edges on they are drawn straight. */
export const STRAIGHT_FROM = 700;

const TITLE_MOST = 18;

/** Cuts a label to 18 characters with an ellipsis. */
export function shortTitle(text: string): string {
  return text.length > TITLE_MOST ? `${text.slice(0, TITLE_MOST - 1)}…` : text;
}

/** Graph and places -> what to draw. Nodes without a place are left out until they have one. */
export function makeScene(graph: Graph, { positions, routes }: Layout, options: SceneOptions): Scene {
  const straight = graph.edges.length >= STRAIGHT_FROM;
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const nodes = new Map<string, SceneNode>();
  for (const node of graph.nodes) {
    const at = positions[node.id];
    if (!at || (node.kind === "box" && !options.folded.has(node.id))) continue;
    nodes.set(
      node.id,
      sceneNode(node, at, { parent: node.parent ? byId.get(node.parent) : undefined, folded: options.folded }),
    );
  }
  const marks = plaintextMarks(graph);
  const lanes = laneOf(graph.edges);
  const edges = new Map<string, SceneEdge>();
  for (const edge of graph.edges) {
    const [from, to] = [nodes.get(edge.source), nodes.get(edge.target)];
    if (!from || !to) continue;
    const lane = lanes.get(edge.id) ?? 0;
    edges.set(edge.id, {
      edge,
      lane,
      ...shapeEdge(endOf(from), endOf(to), {
        lane,
        straight,
        loop: edge.source === edge.target,
        route: routes[routeKey(edge)],
      }),
      tone: edgeTone(edge, marks.has(edge.id)),
      width: edgeWidth(edge),
      plaintext: marks.has(edge.id),
      label: edgeLabelParts(edge, options.labels),
    });
  }
  return { nodes, edges, straight, boxes: options.boxes ? sceneBoxes(graph, positions, byId) : [] };
}

function sceneNode(
  node: GraphNode,
  at: Point,
  { parent, folded }: { parent: GraphNode | undefined; folded: ReadonlyMap<string, number> },
): SceneNode {
  const inApp = parent?.boxKind === "app" && node.version !== undefined;
  const count = folded.get(node.id);
  return {
    node,
    at,
    title: inApp ? "" : shortTitle(node.name),
    inTile: inApp ? shortTitle(node.version ?? "").slice(0, 6) : count === undefined ? "" : String(count),
    note: node.kind === "client" ? "no proxy" : "",
    inApp,
    icon: nodeIcon(node),
    series: inApp ? versionSeries(node.version ?? "") : 0,
  };
}

/** Edges of the same two nodes get lanes of their own. */
function laneOf(edges: readonly GraphEdge[]): Map<string, number> {
  const byPair = new Map<string, string[]>();
  for (const edge of edges) {
    const key = edge.source < edge.target ? `${edge.source}|${edge.target}` : `${edge.target}|${edge.source}`;
    const list = byPair.get(key);
    if (list) list.push(edge.id);
    else byPair.set(key, [edge.id]);
  }
  const lanes = new Map<string, number>();
  for (const ids of byPair.values()) {
    for (const [i, id] of ids.entries()) lanes.set(id, (i - (ids.length - 1) / 2) * 12);
  }
  return lanes;
}

/** Where edges end at a node, and the room its label takes. */
export function endOf({ at, title, note }: SceneNode): End {
  return { ...at, foot: title ? (note ? 38 : 24) : 3 };
}

/** Course of one edge between two places. */
export function shapeEdge(
  a: End,
  b: End,
  { lane, straight, loop, route }: { lane: number; straight: boolean; loop: boolean; route?: Route | undefined },
): Pick<SceneEdge, "curve" | "points" | "length"> {
  const curve = courseOf(a, b, { lane, straight, loop, route });
  const points = curvePoints(curve, straight ? 1 : 12);
  return { curve, points, length: polylineLength(points) };
}

function courseOf(
  a: End,
  b: End,
  { lane, straight, loop, route }: { lane: number; straight: boolean; loop: boolean; route: Route | undefined },
): Curve {
  if (loop) return loopCurve(a);
  if (straight) return straightCurve(a, b);
  return edgeCurve(a, b, { route, lane });
}

function loopCurve(at: Point): Curve {
  const [left, right, top] = [at.x - 9, at.x + 9, at.y - TILE_HALF];
  return {
    start: { x: right, y: top },
    end: { x: left, y: top - 1.5 },
    controls: [
      { x: right + 26, y: top - 42 },
      { x: left - 26, y: top - 42 },
    ],
  };
}

function straightCurve(a: Point, b: Point): Curve {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
  return {
    start: { x: a.x + ux * TILE_HALF, y: a.y + uy * TILE_HALF },
    end: { x: b.x - ux * (TILE_HALF + 2), y: b.y - uy * (TILE_HALF + 2) },
    controls: [],
  };
}

function sceneBoxes(graph: Graph, positions: Positions, byId: ReadonlyMap<string, GraphNode>): SceneBox[] {
  const boxes: SceneBox[] = [];
  for (const [id, rect] of boxRects(layoutInput(graph), positions)) {
    const node = byId.get(id);
    if (!node) continue;
    const kind = node.boxKind ?? "namespace";
    const members = kind === "app" ? graph.nodes.filter((member) => member.parent === id) : [];
    const badges = [...new Set(members.flatMap((member) => member.badges))].filter((badge) => badge !== "root");
    boxes.push({ id, kind, rect, title: node.name, notes: boxNotes(node, graph), badges });
  }
  return boxes.sort((a, b) => (a.kind === b.kind ? 0 : a.kind === "namespace" ? -1 : 1));
}

/** "214/s in", "0.6% errors", "1 client without proxy". */
function boxNotes(box: GraphNode, graph: Graph): string[] {
  if (box.boxKind !== "namespace") return [];
  const parts: string[] = [];
  if (box.inbound.requests > 0) {
    parts.push(`${figureWords(rate(box.inbound.ratePerSec))} in`);
    if (box.inbound.errorRatio > 0) parts.push(`${figureWords(percent(box.inbound.errorRatio))} errors`);
  }
  const bare = graph.nodes.filter((node) => node.namespace === box.namespace && node.kind === "client").length;
  if (bare > 0) parts.push(bare === 1 ? "1 client without proxy" : `${bare} clients without proxy`);
  return parts;
}
