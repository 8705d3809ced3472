import { coursesOf, curvePoints, type End, edgeCurve, polylineLength, TILE_HALF } from "../drawing/edge-curve";
import type { Layout, LayoutInput, LayoutNode, Point, Positions, Rect, Route } from "./layout-model";
import { routeKey } from "./layout-model";
import { roomOf } from "./place-new-nodes";

/** What it costs a course to run over a node, in px of detour. */
const HIT_COST = 420;
/** Courses after the first are taken only for a reason. */
const SECOND_COST = 60;
const TURN_COST = 40;
/** Leaving by a side that others enter by, or the other way round: the arrows would lie on each other. */
const SHARED_SIDE_COST = 90;
/** Room between a node and an edge that goes round it, px. */
const PASSING = 16;

export interface ChosenRoutes {
  routes: Layout["routes"];
  /** px of all edges together, and how many nodes they run over */
  length: number;
  hits: number;
}

/** For every pair the course that covers the fewest nodes and is short: one of the natural ones, or the layout's own. */
export function chooseRoutes(input: LayoutInput, positions: Positions, found: Layout["routes"]): ChosenRoutes {
  const nodes = new Map(input.nodes.map((node) => [node.id, node]));
  const rooms = input.nodes.flatMap((node) => {
    const at = positions[node.id];
    return at ? [{ id: node.id, rect: shrink(roomOf(node, at)) }] : [];
  });
  const chosen: ChosenRoutes = { routes: {}, length: 0, hits: 0 };
  // "node side" -> whether it is left or entered by
  const used = new Set<string>();
  for (const edge of input.edges) {
    const key = routeKey(edge);
    const [a, b] = [endOf(nodes.get(edge.source), positions), endOf(nodes.get(edge.target), positions)];
    if (!a || !b || edge.source === edge.target || chosen.routes[key]) continue;
    const others = rooms.filter(({ id }) => id !== edge.source && id !== edge.target).map(({ rect }) => rect);
    const own = found[key];
    const shared = ({ leaves, enters }: Route) =>
      Number(used.has(`in ${edge.source} ${leaves}`)) + Number(used.has(`out ${edge.target} ${enters}`));
    const context: Context = { others, shared };
    const natural = cheapest(a, b, { ...context, courses: own ? [...coursesOf(a, b), own] : coursesOf(a, b) });
    if (!natural) continue;
    const best = natural.hits.length > 0 ? around(a, b, { ...context, natural }) : natural;
    used.add(`out ${edge.source} ${best.route.leaves}`).add(`in ${edge.target} ${best.route.enters}`);
    chosen.routes[key] = best.route;
    chosen.length += best.length;
    chosen.hits += best.hits.length;
  }
  return chosen;
}

/** Where an edge may end at a node, by its room. */
function endOf(node: LayoutNode | undefined, positions: Positions): End | null {
  const at = node ? positions[node.id] : undefined;
  return node && at ? { ...at, foot: node.height - TILE_HALF * 2 } : null;
}

function shrink(rect: Rect): Rect {
  return { x1: rect.x1 + 2, y1: rect.y1 - 2, x2: rect.x2 - 2, y2: rect.y2 - 4 };
}

interface Context {
  /** rooms of the nodes that are at neither end */
  others: readonly Rect[];
  /** how many of a course's two sides are used the other way round */
  shared: (route: Route) => number;
}

interface Course {
  route: Route;
  cost: number;
  length: number;
  /** what it runs over */
  hits: Rect[];
}

function cheapest(a: End, b: End, { courses, others, shared }: Context & { courses: Route[] }): Course | null {
  let best: Course | null = null;
  for (const [i, route] of courses.entries()) {
    const points = curvePoints(edgeCurve(a, b, { route }), 10);
    const length = polylineLength(points);
    const hits = others.filter((rect) => runsOver(points, rect));
    const cost =
      length +
      hits.length * HIT_COST +
      (i > 0 ? SECOND_COST : 0) +
      route.bends.length * TURN_COST +
      shared(route) * SHARED_SIDE_COST;
    if (!best || cost < best.cost) best = { route, cost, length, hits };
  }
  return best;
}

/** Where every natural course runs over something: past a side of what is in the way, if that costs less. */
function around(a: End, b: End, { natural, ...context }: Context & { natural: Course }): Course {
  const { leaves, enters } = natural.route;
  const courses = natural.hits.flatMap((rect) =>
    sidesOf(rect, a, b).map((bends): Route => ({ leaves, enters, bends })),
  );
  const past = cheapest(a, b, { ...context, courses });
  return past && past.cost < natural.cost ? past : natural;
}

/** Two corners a side of a room, in the order an edge from `a` to `b` passes them. */
function sidesOf(room: Rect, a: Point, b: Point): Point[][] {
  const [x1, y1, x2, y2] = [room.x1 - PASSING, room.y1 - PASSING, room.x2 + PASSING, room.y2 + PASSING];
  const [left, right] = b.x >= a.x ? [x1, x2] : [x2, x1];
  const [upper, lower] = b.y >= a.y ? [y1, y2] : [y2, y1];
  const level = (y: number) => [
    { x: left, y },
    { x: right, y },
  ];
  const upright = (x: number) => [
    { x, y: upper },
    { x, y: lower },
  ];
  return [level(y1), level(y2), upright(x1), upright(x2)];
}

function runsOver(points: Float64Array, rect: Rect): boolean {
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0];
    if (x > rect.x1 && x < rect.x2 && y > rect.y1 && y < rect.y2) return true;
  }
  return false;
}
