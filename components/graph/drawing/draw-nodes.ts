import type { NodeBadge, NodeKind } from "@/lib/model/graph";
import { type DrawTokens, markColor, seriesTokenColor } from "./draw-tokens";
import { drawHealthMark } from "./health-mark";
import { type IconName, iconPath } from "./icon-paths";
import type { SceneNode } from "./scene";
import { storeLid, tilePath } from "./tile-paths";
import { alphaOf, DOT_ZOOM, extentOf, type ViewState } from "./view-state";

export const BADGE_ICONS: Record<Exclude<NodeBadge, "root">, IconName> = {
  split: "split",
  routing: "route",
  mirror: "copy",
  fault: "bug",
  timeout: "timer",
  retry: "repeat",
  breaker: "zap",
};

const outlines = new Map<string, Path2D>();

function outline(kind: NodeKind, by = 0): Path2D {
  const key = `${kind}:${by}`;
  const known = outlines.get(key) ?? tilePath(kind, by);
  outlines.set(key, known);
  return known;
}

/** Nodes in view with tiles, icons, badges and names; far out as dots with their ring. */
export function drawNodes(ctx: CanvasRenderingContext2D, tokens: DrawTokens, view: ViewState): void {
  const extent = extentOf(view);
  const margin = 90;
  const dots = view.zoom < DOT_ZOOM;
  for (const node of view.scene.nodes.values()) {
    const { x, y } = node.at;
    if (x < extent.x1 - margin || x > extent.x2 + margin || y < extent.y1 - margin || y > extent.y2 + margin) continue;
    ctx.save();
    ctx.globalAlpha = alphaOf(view, node.node.id);
    ctx.translate(x * view.zoom + view.pan.x, y * view.zoom + view.pan.y);
    if (dots) drawDot(ctx, tokens, { node, view });
    else {
      ctx.scale(view.zoom, view.zoom);
      drawTile(ctx, tokens, { node, view });
    }
    ctx.restore();
    if (!dots) drawName(ctx, tokens, { node, view });
  }
}

interface Piece {
  node: SceneNode;
  view: ViewState;
}

function drawDot(ctx: CanvasRenderingContext2D, tokens: DrawTokens, { node, view }: Piece): void {
  const { status } = node.node.health;
  const radius = Math.max(3.5, Math.min(7, 22 * view.zoom));
  ctx.beginPath();
  ctx.arc(0, 0, radius, 0, Math.PI * 2);
  ctx.fillStyle = status === "failing" || status === "degraded" ? markColor(tokens, status) : tokens.color["surface-2"];
  ctx.fill();
  ctx.strokeStyle = markColor(tokens, status);
  ctx.lineWidth = status === "healthy" ? 1.25 : 1.75;
  ctx.stroke();
  if (node.node.id === view.selected || view.found.has(node.node.id)) {
    ctx.strokeStyle = tokens.color.accent;
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    ctx.arc(0, 0, radius + 4, 0, Math.PI * 2);
    ctx.stroke();
  }
}

function drawTile(ctx: CanvasRenderingContext2D, tokens: DrawTokens, { node, view }: Piece): void {
  const { kind, health, id } = node.node;
  const { status } = health;
  const path = outline(kind);
  drawRings(ctx, tokens, { node, view });
  ctx.fillStyle = status === "failing" ? tokens.color["failing-bg"] : tokens.color["surface-2"];
  ctx.globalAlpha = Math.max(ctx.globalAlpha, view.path?.has(id) === false ? 0.9 : 0);
  ctx.fill(path);
  ctx.globalAlpha = alphaOf(view, id);
  ctx.strokeStyle = markColor(tokens, status);
  ctx.lineWidth = status === "degraded" || status === "failing" ? 2.5 : 1.5;
  if (status === "unknown" || kind === "client") ctx.setLineDash([4, 3]);
  ctx.stroke(path);
  ctx.setLineDash([]);
  if (kind === "store") ctx.stroke(storeLid());
  if (node.inTile) drawInTile(ctx, tokens, node);
  else
    drawIcon(ctx, {
      name: node.icon,
      size: 18,
      x: 0,
      y: kind === "store" ? 4 : 0,
      color: tokens.color[status === "idle" ? "text-3" : "text-1"],
    });
  drawBadges(ctx, tokens, node);
}

/** Selection, hover and keyboard focus around a tile. */
function drawRings(ctx: CanvasRenderingContext2D, tokens: DrawTokens, { node, view }: Piece): void {
  const { id, kind } = node.node;
  if (id === view.focused) {
    ctx.strokeStyle = tokens.color.focus;
    ctx.lineWidth = 2 / Math.min(1, view.zoom);
    ctx.stroke(outline(kind, 8));
  }
  if (id !== view.selected && id !== view.hovered) return;
  ctx.strokeStyle = tokens.color.accent;
  ctx.lineWidth = 1.5;
  const before = ctx.globalAlpha;
  ctx.globalAlpha = id === view.selected ? 1 : 0.5;
  ctx.stroke(outline(kind, 5));
  ctx.globalAlpha = before;
}

function drawInTile(ctx: CanvasRenderingContext2D, tokens: DrawTokens, node: SceneNode): void {
  ctx.font = `600 13px ${tokens.sans}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = tokens.color[node.node.health.status === "idle" ? "text-2" : "text-1"];
  ctx.fillText(node.inTile, 0, node.series > 0 ? -3.5 : 0.5);
  if (node.series === 0) return;
  ctx.fillStyle = seriesTokenColor(tokens, node.series);
  ctx.beginPath();
  ctx.roundRect(-9, 8, 18, 4, 2);
  ctx.fill();
}

interface IconAt {
  name: IconName;
  size: number;
  x: number;
  y: number;
  color: string;
}

/** Strokes an icon centred at x, y. */
export function drawIcon(ctx: CanvasRenderingContext2D, { name, size, x, y, color }: IconAt): void {
  ctx.save();
  ctx.translate(x - size / 2, y - size / 2);
  ctx.scale(size / 24, size / 24);
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.9;
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  ctx.stroke(iconPath(name));
  ctx.restore();
}

function drawBadges(ctx: CanvasRenderingContext2D, tokens: DrawTokens, { node, inApp }: SceneNode): void {
  const { status } = node.health;
  const ground = (x: number, y: number) => {
    ctx.fillStyle = tokens.color["surface-0"];
    ctx.beginPath();
    ctx.arc(x, y, 10, 0, Math.PI * 2);
    ctx.fill();
  };
  if (status === "degraded" || status === "failing" || status === "unknown") {
    ground(20, -20);
    drawHealthMark(ctx, tokens, { status, x: 20, y: -20, size: 16 });
  }
  const policies = inApp ? [] : node.badges.filter((badge) => badge !== "root");
  const [first] = policies;
  if (first) {
    chipAt(ctx, tokens, { x: 20, y: 20 });
    if (policies.length === 1)
      drawIcon(ctx, { name: BADGE_ICONS[first], size: 11, x: 20, y: 20, color: tokens.color["text-2"] });
    else {
      ctx.font = `600 9px ${tokens.sans}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillStyle = tokens.color["text-2"];
      ctx.fillText(`+${policies.length}`, 20, 20.5);
    }
  }
  if (node.badges.includes("root") && node.kind !== "client" && node.kind !== "gateway") {
    chipAt(ctx, tokens, { x: -20, y: -20 });
    drawIcon(ctx, { name: "logIn", size: 10, x: -20.5, y: -20, color: tokens.color["text-2"] });
  }
}

function chipAt(ctx: CanvasRenderingContext2D, tokens: DrawTokens, { x, y }: { x: number; y: number }): void {
  ctx.beginPath();
  ctx.arc(x, y, 9, 0, Math.PI * 2);
  ctx.fillStyle = tokens.color["surface-2"];
  ctx.fill();
  ctx.strokeStyle = tokens.color["border-2"];
  ctx.lineWidth = 1;
  ctx.stroke();
}

/** Name below the tile: at least 11 px on screen, with a rim of the ground so that edges do not cut it. */
function drawName(ctx: CanvasRenderingContext2D, tokens: DrawTokens, { node, view }: Piece): void {
  const { title, note } = node;
  if (!title && !note) return;
  const scale = Math.max(0.88, Math.min(1.5, view.zoom));
  const x = node.at.x * view.zoom + view.pan.x;
  let y = (node.at.y + 22) * view.zoom + view.pan.y + 14 * scale;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.lineJoin = "round";
  ctx.globalAlpha = alphaOf(view, node.node.id);
  ctx.font = `500 ${12.5 * scale}px ${tokens.sans}`;
  rimmedText(ctx, {
    text: title,
    x,
    y,
    color: tokens.color[node.node.health.status === "idle" ? "text-2" : "text-1"],
    rim: tokens.color["surface-0"],
  });
  if (view.found.has(node.node.id)) {
    const width = ctx.measureText(title).width;
    ctx.fillStyle = tokens.color.accent;
    ctx.fillRect(x - width / 2, y + 3.5, width, 2);
  }
  if (note) {
    y += 14 * scale;
    ctx.font = `400 ${11 * Math.max(1, scale)}px ${tokens.sans}`;
    rimmedText(ctx, { text: note, x, y, color: tokens.color["text-3"], rim: tokens.color["surface-0"] });
  }
  ctx.globalAlpha = 1;
}

interface RimmedText {
  text: string;
  x: number;
  y: number;
  color: string;
  rim: string;
}

export function rimmedText(ctx: CanvasRenderingContext2D, { text, x, y, color, rim }: RimmedText): void {
  ctx.strokeStyle = rim;
  ctx.lineWidth = 4;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = color;
  ctx.fillText(text, x, y);
}
