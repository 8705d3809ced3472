import type { Point } from "../layout/layout-model";

/** Half a tile: edges begin and end on its border. */
export const TILE_HALF = 22;
const LABEL_ROOM = 24;
const ARROW_GAP = 1.5;
const STEEP = 70;

/** An edge as drawn: quadratic pieces from start to end that meet halfway between neighbouring controls. */
export interface Curve {
  start: Point;
  end: Point;
  controls: Point[];
}

/**
 * The curve from the node at `a` to the node at `b`: out of the right side and into the left where the callee stands to the
 * right, else over the top, the bottom, or round in an arc. `lane` shifts parallel edges apart, px.
 */
export function edgeCurve(a: Point, b: Point, lane = 0): Curve {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  if (dx >= STEEP) return sideways(a, b, lane);
  if (Math.abs(dy) > STEEP + 20) return upright(a, b, lane);
  return backward(a, b, lane);
}

function sideways(a: Point, b: Point, lane: number): Curve {
  const start = { x: a.x + TILE_HALF, y: a.y + lane };
  const end = { x: b.x - TILE_HALF - ARROW_GAP, y: b.y + lane };
  const reach = Math.max(24, (end.x - start.x) * 0.42);
  return {
    start,
    end,
    controls: [
      { x: start.x + reach, y: start.y },
      { x: end.x - reach, y: end.y },
    ],
  };
}

/** Callee above or below: leaves below the label or above the tile. */
function upright(a: Point, b: Point, lane: number): Curve {
  const down = b.y > a.y;
  const start = { x: a.x + lane, y: down ? a.y + TILE_HALF + LABEL_ROOM : a.y - TILE_HALF };
  const end = { x: b.x + lane, y: down ? b.y - TILE_HALF - ARROW_GAP : b.y + TILE_HALF + LABEL_ROOM };
  const reach = (end.y - start.y) * 0.4;
  return {
    start,
    end,
    controls: [
      { x: start.x, y: start.y + reach },
      { x: end.x, y: end.y - reach },
    ],
  };
}

/** Callee to the left at about the same height: an arc over the top. */
function backward(a: Point, b: Point, lane: number): Curve {
  const start = { x: a.x, y: a.y - TILE_HALF };
  const end = { x: b.x, y: b.y - TILE_HALF - ARROW_GAP };
  const top = Math.min(a.y, b.y) - TILE_HALF - 46 - Math.abs(b.x - a.x) * 0.08 + lane;
  return {
    start,
    end,
    controls: [
      { x: start.x, y: top },
      { x: end.x, y: top },
    ],
  };
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
