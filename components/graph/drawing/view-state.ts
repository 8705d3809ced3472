import type { Scene } from "./scene";

/** What the reader has picked out, and how the drawing stands. */
export interface ViewState {
  scene: Scene;
  zoom: number;
  pan: { x: number; y: number };
  width: number;
  height: number;
  selected: string | null;
  hovered: string | null;
  focused: string | null;
  found: ReadonlySet<string>;
  /** ids on the call path of the selection; null: nothing is dimmed */
  path: ReadonlySet<string> | null;
  /** ids beside what is hovered */
  near: ReadonlySet<string>;
  /** node id -> 0..1 while it fades in */
  fading: ReadonlyMap<string, number>;
  /** pan or zoom under way on a big graph: edges are not drawn */
  moving: boolean;
}

/** What is off the call path of the selection. */
export const DIM_ALPHA = 0.62;
/** Under this zoom nodes are dots and nothing is labelled. */
export const DOT_ZOOM = 0.4;

/** Opacity of a node or edge. */
export function alphaOf(view: ViewState, id: string): number {
  const fade = view.fading.get(id) ?? 1;
  return view.path && !view.path.has(id) ? DIM_ALPHA * fade : fade;
}

/** Edges of graph px that are on screen. */
export function extentOf(view: ViewState): { x1: number; y1: number; x2: number; y2: number } {
  return {
    x1: -view.pan.x / view.zoom,
    y1: -view.pan.y / view.zoom,
    x2: (view.width - view.pan.x) / view.zoom,
    y2: (view.height - view.pan.y) / view.zoom,
  };
}
