import { BADGE_ICONS, drawIcon } from "./draw-nodes";
import type { DrawTokens } from "./draw-tokens";
import type { SceneBox } from "./scene";
import { DOT_ZOOM, extentOf, type ViewState } from "./view-state";

const GRID = 24;
/** Edges beside a hovered node that get a halo of their own. */
const NEAR_MOST = 40;

/** Under the edges: the dotted ground, the boxes, and halos of what is selected or hovered. */
export function drawUnderlay(ctx: CanvasRenderingContext2D, tokens: DrawTokens, view: ViewState): void {
  drawGrid(ctx, tokens, view);
  for (const box of view.scene.boxes) drawBox(ctx, tokens, { box, view });
  if (view.moving) return;
  const near = view.near.size <= NEAR_MOST ? view.near : [];
  for (const id of [...near, view.hovered, view.selected]) if (id) drawHalo(ctx, tokens, { id, view });
}

function drawGrid(ctx: CanvasRenderingContext2D, tokens: DrawTokens, view: ViewState): void {
  let step = GRID * view.zoom;
  while (step < 16) step *= 2;
  ctx.fillStyle = tokens.color.grid;
  const startX = ((view.pan.x % step) + step) % step;
  const startY = ((view.pan.y % step) + step) % step;
  for (let x = startX; x < view.width; x += step) {
    for (let y = startY; y < view.height; y += step) ctx.fillRect(x - 0.8, y - 0.8, 1.6, 1.6);
  }
}

function drawBox(
  ctx: CanvasRenderingContext2D,
  tokens: DrawTokens,
  { box, view }: { box: SceneBox; view: ViewState },
): void {
  const extent = extentOf(view);
  const { rect } = box;
  if (rect.x2 < extent.x1 || rect.x1 > extent.x2 || rect.y2 < extent.y1 || rect.y1 > extent.y2) return;
  const x = rect.x1 * view.zoom + view.pan.x;
  const y = rect.y1 * view.zoom + view.pan.y;
  const [width, height] = [(rect.x2 - rect.x1) * view.zoom, (rect.y2 - rect.y1) * view.zoom];
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, Math.min(box.kind === "namespace" ? 12 : 10, width / 2));
  ctx.globalAlpha = 0.42;
  ctx.fillStyle = tokens.color[box.kind === "namespace" ? "surface-1" : "surface-2"];
  ctx.fill();
  ctx.globalAlpha = box.kind === "namespace" ? 1 : 0.8;
  ctx.strokeStyle = tokens.color["border-2"];
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** Names of boxes, above the edges: on a namespace's border, inside an app's head. */
export function drawBoxNames(ctx: CanvasRenderingContext2D, tokens: DrawTokens, view: ViewState): void {
  for (const box of view.scene.boxes) {
    const x = box.rect.x1 * view.zoom + view.pan.x;
    const y = box.rect.y1 * view.zoom + view.pan.y;
    const width = (box.rect.x2 - box.rect.x1) * view.zoom;
    if (x > view.width || x + width < 0 || y > view.height || y < -40) continue;
    if (box.kind === "app") drawAppName(ctx, tokens, { box, view, x: x + width / 2, y });
    else drawNamespaceName(ctx, tokens, { box, x, y, width });
  }
}

function drawAppName(
  ctx: CanvasRenderingContext2D,
  tokens: DrawTokens,
  { box, view, x, y }: { box: SceneBox; view: ViewState; x: number; y: number },
): void {
  if (view.zoom < DOT_ZOOM) return;
  ctx.font = `500 ${12.5 * Math.max(0.88, Math.min(1.5, view.zoom))}px ${tokens.sans}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = tokens.color["text-1"];
  const icons = box.badges.flatMap((badge) => (badge === "root" ? [] : [BADGE_ICONS[badge]]));
  const step = 15;
  const middle = y + 13 * view.zoom;
  const left = x - (icons.length * step) / 2;
  ctx.fillText(box.title, left, middle);
  const after = left + ctx.measureText(box.title).width / 2 + 4;
  for (const [i, name] of icons.entries()) {
    drawIcon(ctx, { name, size: 12, x: after + i * step + 7, y: middle, color: tokens.color["text-3"] });
  }
}

function drawNamespaceName(
  ctx: CanvasRenderingContext2D,
  tokens: DrawTokens,
  { box, x, y, width }: { box: SceneBox; x: number; y: number; width: number },
): void {
  if (width < 56) return;
  const left = x + Math.min(12, width * 0.08);
  const room = width - 24;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.font = `600 12px ${tokens.sans}`;
  const title = cutTo(ctx, box.title, room - 18);
  const titleWidth = ctx.measureText(title).width;
  ctx.font = `400 11px ${tokens.sans}`;
  const note = fitting(ctx, box.notes, room - titleWidth - 26);
  const noteWidth = note ? ctx.measureText(note).width + 8 : 0;
  ctx.fillStyle = tokens.color["surface-0"];
  ctx.beginPath();
  ctx.roundRect(left - 5, y - 9, 18 + titleWidth + (note ? noteWidth : 0) + 11, 18, 4);
  ctx.fill();
  drawIcon(ctx, { name: "squareDashed", size: 12, x: left + 6, y, color: tokens.color["text-3"] });
  ctx.font = `600 12px ${tokens.sans}`;
  ctx.fillStyle = tokens.color["text-2"];
  ctx.fillText(title, left + 18, y + 0.5);
  if (!note) return;
  ctx.font = `400 11px ${tokens.sans}`;
  ctx.fillStyle = tokens.color["text-3"];
  ctx.fillText(note, left + 18 + titleWidth + 8, y + 0.5);
}

/** As many of the notes as fit, joined. */
function fitting(ctx: CanvasRenderingContext2D, notes: readonly string[], room: number): string {
  for (let count = notes.length; count > 0; count--) {
    const text = notes.slice(0, count).join(" · ");
    if (ctx.measureText(text).width <= room) return text;
  }
  return "";
}

function cutTo(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  let short = text;
  while (short.length > 1 && ctx.measureText(`${short}…`).width > room) short = short.slice(0, -1);
  return `${short}…`;
}

function drawHalo(
  ctx: CanvasRenderingContext2D,
  tokens: DrawTokens,
  { id, view }: { id: string; view: ViewState },
): void {
  const edge = view.scene.edges.get(id);
  if (!edge) return;
  ctx.save();
  ctx.translate(view.pan.x, view.pan.y);
  ctx.scale(view.zoom, view.zoom);
  ctx.globalAlpha = id === view.selected ? 0.28 : 0.14;
  ctx.strokeStyle = tokens.color.accent;
  ctx.lineWidth = Math.max(10, edge.width + 8);
  ctx.lineCap = "round";
  tracePoints(ctx, edge.points);
  ctx.stroke();
  ctx.restore();
}

/** A polyline as the current path. */
export function tracePoints(ctx: CanvasRenderingContext2D, points: Float64Array): void {
  ctx.beginPath();
  ctx.moveTo(points[0] ?? 0, points[1] ?? 0);
  for (let i = 2; i < points.length; i += 2) ctx.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
}
