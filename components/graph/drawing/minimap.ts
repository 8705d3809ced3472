import type { Rect } from "@/lib/graph/layout/layout-model";
import { type DrawTokens, markColor } from "./draw-tokens";
import type { Scene } from "./scene";
import { extentOf, type ViewState } from "./view-state";

/** How a minimap maps graph px to its own. */
export interface MinimapFrame {
  scale: number;
  dx: number;
  dy: number;
}

/** Bounds of everything drawn, with some margin. null: nothing is drawn. */
export function sceneBounds(scene: Scene, margin = 30): Rect | null {
  const rect = {
    x1: Number.POSITIVE_INFINITY,
    y1: Number.POSITIVE_INFINITY,
    x2: Number.NEGATIVE_INFINITY,
    y2: Number.NEGATIVE_INFINITY,
  };
  const grow = (x1: number, y1: number, x2: number, y2: number) => {
    rect.x1 = Math.min(rect.x1, x1);
    rect.y1 = Math.min(rect.y1, y1);
    rect.x2 = Math.max(rect.x2, x2);
    rect.y2 = Math.max(rect.y2, y2);
  };
  for (const { at, title } of scene.nodes.values()) {
    const half = Math.max(28, title.length * 3.3);
    grow(at.x - half, at.y - 34, at.x + half, at.y + 46);
  }
  for (const box of scene.boxes) grow(box.rect.x1, box.rect.y1 - 10, box.rect.x2, box.rect.y2);
  if (!scene.straight) {
    // Straight edges stay between their nodes; curves may swing out beyond them.
    for (const { points } of scene.edges.values()) {
      for (let i = 0; i < points.length; i += 2)
        grow(points[i] ?? 0, points[i + 1] ?? 0, points[i] ?? 0, points[i + 1] ?? 0);
    }
  }
  if (rect.x1 > rect.x2) return null;
  return { x1: rect.x1 - margin, y1: rect.y1 - margin, x2: rect.x2 + margin, y2: rect.y2 + margin };
}

/** Draws nodes, boxes and the part that is on screen; returns how to map a click back. */
export function drawMinimap(ctx: CanvasRenderingContext2D, tokens: DrawTokens, view: ViewState): MinimapFrame | null {
  const { width, height } = { width: ctx.canvas.clientWidth, height: ctx.canvas.clientHeight };
  ctx.clearRect(0, 0, width, height);
  const bounds = sceneBounds(view.scene);
  if (!bounds) return null;
  const scale = Math.min(width / (bounds.x2 - bounds.x1), height / (bounds.y2 - bounds.y1));
  const dx = (width - (bounds.x2 - bounds.x1) * scale) / 2 - bounds.x1 * scale;
  const dy = (height - (bounds.y2 - bounds.y1) * scale) / 2 - bounds.y1 * scale;
  ctx.fillStyle = tokens.color["surface-2"];
  for (const { rect, kind } of view.scene.boxes) {
    if (kind === "namespace")
      ctx.fillRect(
        rect.x1 * scale + dx,
        rect.y1 * scale + dy,
        (rect.x2 - rect.x1) * scale,
        (rect.y2 - rect.y1) * scale,
      );
  }
  const size = Math.max(2, Math.min(5, 44 * scale));
  for (const { node, at } of view.scene.nodes.values()) {
    const { status } = node.health;
    ctx.fillStyle = status === "failing" || status === "degraded" ? markColor(tokens, status) : tokens.color["text-3"];
    ctx.fillRect(at.x * scale + dx - size / 2, at.y * scale + dy - size / 2, size, size);
  }
  const seen = extentOf(view);
  ctx.strokeStyle = tokens.color.accent;
  ctx.lineWidth = 1;
  const left = Math.max(0.5, seen.x1 * scale + dx);
  const top = Math.max(0.5, seen.y1 * scale + dy);
  ctx.strokeRect(
    left,
    top,
    Math.min(width - 0.5, seen.x2 * scale + dx) - left,
    Math.min(height - 0.5, seen.y2 * scale + dy) - top,
  );
  return { scale, dx, dy };
}

/** True when some of the scene is off screen. */
export function isCut(view: ViewState): boolean {
  const bounds = sceneBounds(view.scene, 0);
  if (!bounds) return false;
  const seen = extentOf(view);
  return bounds.x1 < seen.x1 || bounds.y1 < seen.y1 || bounds.x2 > seen.x2 || bounds.y2 > seen.y2;
}
