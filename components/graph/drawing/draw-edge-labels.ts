import { type LabelPlace, type LabelWish, placeLabels } from "@/lib/graph/drawing/label-placement";
import type { Point, Rect } from "@/lib/graph/layout/layout-model";
import { drawIcon } from "./draw-nodes";
import type { DrawColor, DrawTokens } from "./draw-tokens";
import type { LabelPart } from "./edge-label";
import { drawHealthMark } from "./health-mark";
import type { SceneEdge, SceneNode } from "./scene";
import { alphaOf, DOT_ZOOM, extentOf, type ViewState } from "./view-state";

const HEIGHT = 18;
const PAD = 6;
const GAP = 6;
const GLYPH = 13;
const ALL_MOST = 60;
const ALL_ZOOM = 0.66;

const TONE: Record<LabelPart["tone"], DrawColor> = {
  strong: "text-1",
  quiet: "text-2",
  degraded: "degraded-fg",
  failing: "failing-fg",
};

/** Edge labels in two tones. Keeps widths and places between frames; `reset` when the font or scene changes. */
export class EdgeLabels {
  #widths = new Map<string, number>();
  #places = new Map<string, LabelPlace>();
  /** edge -> where its label last stood, share of the way */
  #stood = new Map<string, number>();
  #placedFor = "";
  #version = 0;

  reset(): void {
    this.#version++;
  }

  forgetFonts(): void {
    this.#widths.clear();
    this.reset();
  }

  draw(ctx: CanvasRenderingContext2D, tokens: DrawTokens, view: ViewState): void {
    if (view.zoom < DOT_ZOOM || view.moving) return;
    const shown = shownEdges(view);
    const key = `${this.#version}|${view.zoom.toFixed(4)}|${view.selected}|${view.hovered}|${shown.map((e) => e.edge.id).join()}`;
    if (key !== this.#placedFor) {
      this.#places = this.#place(ctx, tokens, { view, shown });
      this.#placedFor = key;
      for (const [id, { t }] of this.#places) this.#stood.set(id, t);
    }
    for (const edge of shown) {
      const at = this.#places.get(edge.edge.id);
      if (at) this.#drawOne(ctx, tokens, { edge, view, at: { x: at.x + view.pan.x, y: at.y + view.pan.y } });
    }
  }

  #place(
    ctx: CanvasRenderingContext2D,
    tokens: DrawTokens,
    { view, shown }: { view: ViewState; shown: SceneEdge[] },
  ): Map<string, LabelPlace> {
    const { zoom } = view;
    const wishes: LabelWish[] = shown.map((edge) => ({
      id: edge.edge.id,
      points: edge.points.map((value) => value * zoom),
      length: edge.length * zoom,
      width: this.#width(ctx, tokens, { edge, view }),
      height: HEIGHT,
      weight: weight(edge, view),
      prefer: this.#stood.get(edge.edge.id),
    }));
    const taken = [...view.scene.nodes.values()].flatMap((node) => nodeRects(node, zoom));
    const tones = new Map(shown.map((edge) => [edge.edge.id, edge.tone]));
    // Trouble is told even where its label covers the border of a tile.
    const must = (id: string) =>
      id === view.selected || id === view.hovered || tones.get(id) === "failing" || tones.get(id) === "degraded";
    return placeLabels(wishes, taken, (id) => must(id) && shown.length <= ALL_MOST);
  }

  #width(
    ctx: CanvasRenderingContext2D,
    tokens: DrawTokens,
    { edge, view }: { edge: SceneEdge; view: ViewState },
  ): number {
    let width = PAD * 2 + glyphs(edge, view).length * (GLYPH + 3) + GAP * (edge.label.length - 1);
    ctx.font = `500 11px ${tokens.sans}`;
    for (const part of edge.label) width += this.#textWidth(ctx, part.text);
    return width;
  }

  #textWidth(ctx: CanvasRenderingContext2D, text: string): number {
    const known = this.#widths.get(text);
    if (known !== undefined) return known;
    if (this.#widths.size > 4000) this.#widths.clear();
    const width = ctx.measureText(text).width;
    this.#widths.set(text, width);
    return width;
  }

  #drawOne(
    ctx: CanvasRenderingContext2D,
    tokens: DrawTokens,
    { edge, view, at }: { edge: SceneEdge; view: ViewState; at: Point },
  ): void {
    const { id } = edge.edge;
    const width = this.#width(ctx, tokens, { edge, view });
    const left = at.x - width / 2;
    ctx.beginPath();
    ctx.roundRect(left, at.y - HEIGHT / 2, width, HEIGHT, 4);
    ctx.fillStyle = tokens.color["surface-0"];
    ctx.fill();
    ctx.globalAlpha = alphaOf(view, id);
    const border = borderColor(edge, view);
    if (border) {
      ctx.strokeStyle = tokens.color[border];
      ctx.lineWidth = 1;
      ctx.stroke();
    }
    let x = left + PAD;
    for (const glyph of glyphs(edge, view)) {
      if (glyph === "lockOpen" || glyph === "lock") {
        const color = tokens.color[glyph === "lock" ? "mtls-fg" : "plain-fg"];
        drawIcon(ctx, { name: glyph, size: 12, x: x + 6, y: at.y, color });
      } else drawHealthMark(ctx, tokens, { status: glyph, x: x + 6.5, y: at.y, size: GLYPH });
      x += GLYPH + 3;
    }
    ctx.font = `500 11px ${tokens.sans}`;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    for (const part of edge.label) {
      ctx.fillStyle = tokens.color[TONE[part.tone]];
      ctx.fillText(part.text, x, at.y + 0.5);
      if (view.found.has(id)) {
        ctx.fillStyle = tokens.color.accent;
        ctx.fillRect(x, at.y + 6.5, this.#textWidth(ctx, part.text), 1.5);
      }
      x += this.#textWidth(ctx, part.text) + GAP;
    }
    ctx.globalAlpha = 1;
  }
}

function borderColor(edge: SceneEdge, view: ViewState): DrawColor | null {
  if (edge.edge.id === view.selected) return "accent";
  if (edge.tone === "failing") return "failing-border";
  return edge.tone === "degraded" ? "degraded-border" : null;
}

type Glyph = "lock" | "lockOpen" | "degraded" | "failing";

/** The closed lock is only told of what is selected; the open one always. */
function glyphs(edge: SceneEdge, view: ViewState): Glyph[] {
  const list: Glyph[] = [];
  if (edge.plaintext) list.push("lockOpen");
  if (edge.edge.mtlsShare === 1 && edge.edge.id === view.selected) list.push("lock");
  if (edge.tone === "failing" || edge.tone === "degraded") list.push(edge.tone);
  return list;
}

/** All labels when there is room for them; else of trouble, plaintext, hover, selection and find. */
function shownEdges(view: ViewState): SceneEdge[] {
  const extent = extentOf(view);
  const inView = [...view.scene.edges.values()].filter((edge) => edge.label.length > 0 && touches(edge, extent));
  const all = view.zoom >= ALL_ZOOM && inView.length <= ALL_MOST;
  return inView.filter((edge) => {
    const { id } = edge.edge;
    if (all || id === view.selected || id === view.hovered || view.found.has(id)) return true;
    if (view.near.has(id)) return inView.length <= 400;
    return (edge.plaintext || edge.tone === "degraded" || edge.tone === "failing") && inView.length <= 400;
  });
}

function touches(edge: SceneEdge, extent: Rect): boolean {
  const { start, end } = edge.curve;
  return (
    Math.max(start.x, end.x) >= extent.x1 &&
    Math.min(start.x, end.x) <= extent.x2 &&
    Math.max(start.y, end.y) >= extent.y1 &&
    Math.min(start.y, end.y) <= extent.y2
  );
}

function weight(edge: SceneEdge, view: ViewState): number {
  const { id } = edge.edge;
  if (id === view.selected || id === view.hovered) return 1e15;
  const trouble = { failing: 1e12, degraded: 1e11, plaintext: 1e10, edge: 0, idle: 0 }[edge.tone];
  // In steps, so that two labels of nearly the same rate do not trade places with every frame.
  return trouble + Math.round(2 * Math.log2(1 + edge.edge.ratePerSec));
}

/** Tile and name of a node on screen, without pan. */
function nodeRects(node: SceneNode, zoom: number): Rect[] {
  const [x, y] = [node.at.x * zoom, node.at.y * zoom];
  const half = 24 * zoom;
  const tile = { x1: x - half, y1: y - half, x2: x + half, y2: y + half };
  if (!node.title) return [tile];
  const scale = Math.max(0.88, Math.min(1.5, zoom));
  const width = node.title.length * 6.6 * scale;
  const top = y + 22 * zoom + 2;
  return [tile, { x1: x - width / 2, y1: top, x2: x + width / 2, y2: top + (node.note ? 32 : 18) * scale }];
}
