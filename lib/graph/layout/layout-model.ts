/** A place on the drawing: centre of a node, in graph pixels. */
export interface Point {
  x: number;
  y: number;
}

/** A node to place. Width and height hold its tile and its label. `box`: innermost box around it. */
export interface LayoutNode {
  id: string;
  width: number;
  height: number;
  box?: string;
}

/** A box around nodes or other boxes. */
export interface LayoutBox {
  id: string;
  parent?: string;
}

export interface LayoutEdge {
  source: string;
  target: string;
}

/** What a layout is computed from. Pure data: it crosses into a worker. */
export interface LayoutInput {
  nodes: LayoutNode[];
  boxes: LayoutBox[];
  edges: LayoutEdge[];
}

/** Node id -> centre. Boxes are not placed: they are drawn around their nodes. */
export type Positions = Record<string, Point>;

export const SIDES = ["left", "right", "top", "bottom"] as const;
export type Side = (typeof SIDES)[number];

/** The course of an edge past the nodes between: the sides it leaves and enters by, and where it bends. */
export interface Route {
  leaves: Side;
  enters: Side;
  bends: Point[];
}

/** A whole layout. Routes are by `routeKey`; they hold as long as both ends stand where the layout put them. */
export interface Layout {
  positions: Positions;
  routes: Record<string, Route>;
}

/** Key of the route between two nodes, shared by the protocols of a pair. */
export function routeKey(edge: { source: string; target: string }): string {
  return `${edge.source}>${edge.target}`;
}

export interface Rect {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** Space a box keeps between its border and its nodes, px; the top holds its label. */
export const BOX_PADDING = { namespace: { x: 26, top: 30, bottom: 18 }, app: { x: 14, top: 26, bottom: 10 } } as const;
