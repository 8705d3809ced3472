import { overlaps } from "../layout/box-rects";
import type { Point, Rect } from "../layout/layout-model";
import { pointAlong } from "./edge-curve";

export interface LabelWish {
  id: string;
  /** the edge on screen, x and y in turn */
  points: Float64Array;
  length: number;
  width: number;
  height: number;
  /** placed first */
  weight: number;
  /** share of the way where it stood before: kept when still free, so that live labels do not jump */
  prefer?: number | undefined;
}

export interface LabelPlace extends Point {
  /** share of the way along the edge */
  t: number;
}

/** Middle first, then outwards: a label slides along its edge rather than covering something. */
const STOPS = [0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72, 0.22, 0.78, 0.15, 0.85];

/** Where the line itself has no room: just above or below it, px. */
const BESIDE = [-16, 16];

/**
 * A place for each label along its edge where it covers no node and no label placed before it; heavier ones choose first.
 * One that finds none takes its middle when `force` says so, else it is left out.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  taken: readonly Rect[],
  force: (id: string) => boolean,
): Map<string, LabelPlace> {
  const places = new Map<string, LabelPlace>();
  const rects = [...taken];
  const ordered = [...wishes].sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
  for (const wish of ordered) {
    const stops = wish.prefer === undefined ? STOPS : [wish.prefer, ...STOPS];
    const onLine = stops.map((t) => ({ t, ...pointAlong(wish.points, wish.length, t) }));
    const spots = [
      ...onLine,
      ...BESIDE.flatMap((by) => onLine.slice(0, 5).map((spot) => ({ ...spot, y: spot.y + by }))),
    ];
    const free = spots.find((spot) => !rects.some((rect) => overlaps(rect, rectAt(spot, wish), 1)));
    const at = free ?? (force(wish.id) ? spots[0] : undefined);
    if (!at) continue;
    places.set(wish.id, at);
    rects.push(rectAt(at, wish));
  }
  return places;
}

function rectAt(at: Point, { width, height }: LabelWish): Rect {
  return { x1: at.x - width / 2, y1: at.y - height / 2, x2: at.x + width / 2, y2: at.y + height / 2 };
}
