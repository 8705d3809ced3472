import { relativeControls } from "@/lib/graph/drawing/edge-curve";
import type { SceneEdge, SceneNode } from "./scene";

/** What Cytoscape's style reads of an edge. Values change only when a change would be seen. */
export interface EdgeData {
  id: string;
  source: string;
  target: string;
  width: number;
  tone: string;
  dash: string;
  curved: boolean;
  loop: boolean;
  from: string;
  to: string;
  weights: string;
  distances: string;
}

/** Scene edge -> Cytoscape data. Endpoints are relative to the nodes' centres. */
export function edgeData(
  item: SceneEdge,
  { source, target, widthScale }: { source: SceneNode; target: SceneNode; widthScale: number },
): EdgeData {
  const { edge, curve } = item;
  const loop = edge.source === edge.target;
  const { weights, distances } = relativeControls(curve);
  const offset = (point: { x: number; y: number }, at: { x: number; y: number }) =>
    `${(point.x - at.x).toFixed(1)}px ${(point.y - at.y).toFixed(1)}px`;
  return {
    id: edge.id,
    source: edge.source,
    target: edge.target,
    width: item.width * widthScale,
    tone: item.tone,
    dash: edge.protocol === "tcp" ? "tcp" : edge.estimated ? "estimated" : "",
    curved: curve.controls.length > 0 && !loop,
    loop,
    from: offset(curve.start, source.at),
    to: offset(curve.end, target.at),
    weights: weights.map((w) => w.toFixed(4)).join(" "),
    distances: distances.map((d) => d.toFixed(2)).join(" "),
  };
}

/** The parts of `next` that differ from `prev`; null: none. */
export function changedData(prev: EdgeData | undefined, next: EdgeData): Partial<EdgeData> | null {
  if (!prev) return next;
  const changed: Partial<EdgeData> = {};
  let any = false;
  for (const key of Object.keys(next) as (keyof EdgeData)[]) {
    if (prev[key] === next[key]) continue;
    Object.assign(changed, { [key]: next[key] });
    any = true;
  }
  return any ? changed : null;
}
