import type { Point, Route, Side } from "../layout/layout-model";

/** Half a tile: edges begin and end on its border. */
export const TILE_HALF = 22;
const ARROW_GAP = 1.5;
const STUB = 26;

/** An end of an edge: centre of a tile, and the room its label takes below. */
export interface End extends Point {
  foot: number;
}

/** An edge as drawn: quadratic pieces from start to end that meet halfway between neighbouring controls. */
export interface Curve {
  start: Point;
  end: Point;
  controls: Point[];
}

const NORMAL: Record<Side, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};

/**
 * Courses an edge can take from `a` to `b`, the most natural first: out of the right side and into the left where the callee
 * stands to the right; round a corner, or upright, where it stands above or below; over the top where it stands left.
 */
export function coursesOf(a: Point, b: Point): Route[] {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const down: Side = dy > 0 ? "bottom" : "top";
  const up: Side = dy > 0 ? "top" : "bottom";
  const route = (leaves: Side, enters: Side): Route => ({ leaves, enters, bends: [] });
  const across = [route("right", "left")];
  const corner = [route(down, "left"), route("right", up)];
  const upright = [route(down, up)];
  const back = [route("left", up), route(down, "right"), route("left", "right")];
  const over = [route("top", "top"), route("bottom", "bottom")];
  const beside = [route("right", "right"), route("left", "left")];
  if (dx >= 70)
    return Math.abs(dy) > 1.5 * dx ? [...corner, ...across, ...upright] : [...across, ...corner, ...upright];
  if (Math.abs(dy) > 90) return [...upright, ...back, ...beside];
  return [...over, ...upright];
}

/** The curve of an edge along a course; without one the most natural. `lane` shifts parallel edges apart, px. */
export function edgeCurve(
  a: End,
  b: End,
  { route, lane = 0 }: { route?: Route | undefined; lane?: number } = {},
): Curve {
  const course = route ?? coursesOf(a, b)[0] ?? { leaves: "right", enters: "left", bends: [] };
  const start = sidePoint(a, course.leaves, { lane, gap: 0 });
  const end = sidePoint(b, course.enters, { lane, gap: ARROW_GAP });
  return { start, end, controls: controlsOf(start, end, course) };
}

function sidePoint(at: End, side: Side, { lane, gap }: { lane: number; gap: number }): Point {
  const normal = NORMAL[side];
  const out = TILE_HALF + gap + (side === "bottom" ? at.foot : 0);
  return { x: at.x + normal.x * out + Math.abs(normal.y) * lane, y: at.y + normal.y * out + Math.abs(normal.x) * lane };
}

function controlsOf(start: Point, end: Point, { leaves, enters, bends }: Route): Point[] {
  const [out, into] = [NORMAL[leaves], NORMAL[enters]];
  if (bends.length > 0) return pastBends(start, end, { leaves, enters, bends });
  const along = (point: Point, normal: Point, by: number): Point => ({
    x: point.x + normal.x * by,
    y: point.y + normal.y * by,
  });
  if (leaves === enters) {
    const reach = 46 + Math.hypot(end.x - start.x, end.y - start.y) * 0.1;
    return [along(start, out, reach), along(end, into, reach)];
  }
  const corner = out.x !== 0 ? { x: end.x, y: start.y } : { x: start.x, y: end.y };
  const ahead = (corner.x - start.x) * out.x + (corner.y - start.y) * out.y;
  const before = (corner.x - end.x) * into.x + (corner.y - end.y) * into.y;
  const perpendicular = out.x * into.x + out.y * into.y === 0;
  if (perpendicular && ahead > 8 && before > 8) return [corner];
  const distance = Math.abs((end.x - start.x) * out.x + (end.y - start.y) * out.y);
  const reach = Math.max(24, distance * 0.42);
  return [along(start, out, reach), along(end, into, reach)];
}

/** Bends that would turn the curve back into its own tile are skipped. */
function pastBends(start: Point, end: Point, { leaves, enters, bends }: Route): Point[] {
  const [out, into] = [NORMAL[leaves], NORMAL[enters]];
  const first = { x: start.x + out.x * STUB, y: start.y + out.y * STUB };
  const last = { x: end.x + into.x * STUB, y: end.y + into.y * STUB };
  const outside = (bend: Point, stub: Point, normal: Point) =>
    (bend.x - stub.x) * normal.x + (bend.y - stub.y) * normal.y >= -4;
  return [first, ...bends.filter((bend) => outside(bend, first, out) && outside(bend, last, into)), last];
}

/** The controls as Cytoscape wants them: weights along and distances beside the line from start to end. */
export function relativeControls(curve: Curve): { weights: number[]; distances: number[] } {
  const [dx, dy] = [curve.end.x - curve.start.x, curve.end.y - curve.start.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const weights: number[] = [];
  const distances: number[] = [];
  for (const control of curve.controls) {
    const [cx, cy] = [control.x - curve.start.x, control.y - curve.start.y];
    weights.push((cx * ux + cy * uy) / length);
    distances.push(cx * -uy + cy * ux);
  }
  return { weights, distances };
}

/** Points along a curve, x and y in turn, `steps` for each piece. */
export function curvePoints(curve: Curve, steps = 12): Float64Array {
  const pieces = piecesOf(curve);
  const points = new Float64Array((pieces.length * steps + 1) * 2);
  points[0] = curve.start.x;
  points[1] = curve.start.y;
  let at = 2;
  for (const [p0, c, p1] of pieces) {
    for (let i = 1; i <= steps; i++) {
      const t = i / steps;
      const [u, v, w] = [(1 - t) ** 2, 2 * (1 - t) * t, t * t];
      points[at++] = p0.x * u + c.x * v + p1.x * w;
      points[at++] = p0.y * u + c.y * v + p1.y * w;
    }
  }
  return points;
}

function piecesOf(curve: Curve): [Point, Point, Point][] {
  const pieces: [Point, Point, Point][] = [];
  let from = curve.start;
  curve.controls.forEach((control, i) => {
    const next = curve.controls[i + 1];
    const to = next ? { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2 } : curve.end;
    pieces.push([from, control, to]);
    from = to;
  });
  return pieces.length > 0 ? pieces : [[curve.start, curve.start, curve.end]];
}

/** Length of a polyline, px. */
export function polylineLength(points: Float64Array): number {
  let length = 0;
  for (let i = 2; i < points.length; i += 2) {
    length += Math.hypot((points[i] ?? 0) - (points[i - 2] ?? 0), (points[i + 1] ?? 0) - (points[i - 1] ?? 0));
  }
  return length;
}

/** The point a share `t` (0..1) of the way along a polyline of the given length. */
export function pointAlong(points: Float64Array, length: number, t: number): Point {
  let left = Math.max(0, Math.min(1, t)) * length;
  for (let i = 2; i < points.length; i += 2) {
    const [x0, y0, x1, y1] = [points[i - 2] ?? 0, points[i - 1] ?? 0, points[i] ?? 0, points[i + 1] ?? 0];
    const piece = Math.hypot(x1 - x0, y1 - y0);
    if (piece >= left && piece > 0) return { x: x0 + ((x1 - x0) * left) / piece, y: y0 + ((y1 - y0) * left) / piece };
    left -= piece;
  }
  return { x: points[points.length - 2] ?? 0, y: points[points.length - 1] ?? 0 };
}
