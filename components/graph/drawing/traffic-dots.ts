import { pointAlong } from "@/lib/graph/drawing/edge-curve";
import { crossSeconds, dotCount } from "@/lib/graph/drawing/edge-look";
import type { DrawTokens } from "./draw-tokens";
import type { Scene, SceneEdge } from "./scene";
import { DOT_ZOOM, extentOf, type ViewState } from "./view-state";

const MOST = 600;
const FRAME_MS = 33;

interface Moving {
  edge: SceneEdge;
  seconds: number;
  /** 0..1 apart from each other along the edge */
  offsets: number[];
}

/** Dots that run along edges as requests do: more with the rate, slower with latency; failed ones are red diamonds. */
export class TrafficDots {
  readonly #ctx: CanvasRenderingContext2D;
  readonly #view: () => ViewState;
  readonly #tokens: () => DrawTokens;
  readonly #reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
  #moving: Moving[] = [];
  #wanted = false;
  #frame = 0;
  #lastMs = 0;

  constructor(ctx: CanvasRenderingContext2D, view: () => ViewState, tokens: () => DrawTokens) {
    this.#ctx = ctx;
    this.#view = view;
    this.#tokens = tokens;
    document.addEventListener("visibilitychange", this.#check);
    this.#reduced.addEventListener("change", this.#check);
  }

  setScene(scene: Scene): void {
    const all = [...scene.edges.values()]
      .map((edge) => ({ edge, count: dotCount(edge.edge) }))
      .filter(({ count }) => count > 0);
    const total = all.reduce((sum, { count }) => sum + count, 0);
    const keep = Math.min(1, MOST / Math.max(1, total));
    this.#moving = all
      .map(({ edge, count }) => {
        const dots = Math.max(keep < 0.2 ? 0 : 1, Math.round(count * keep));
        const seed = hash(edge.edge.id);
        const offsets = Array.from(
          { length: dots },
          (_, i) => (seed + i / dots + 0.31 * ((seed * (i + 3)) % 1) * (1 / dots)) % 1,
        );
        return {
          edge,
          seconds: crossSeconds(edge.edge.latencyMs.p50) * Math.max(0.6, Math.min(2.2, edge.length / 220)),
          offsets,
        };
      })
      .filter(({ offsets }) => offsets.length > 0);
  }

  setWanted(wanted: boolean): void {
    this.#wanted = wanted;
    this.#check();
  }

  destroy(): void {
    document.removeEventListener("visibilitychange", this.#check);
    this.#reduced.removeEventListener("change", this.#check);
    cancelAnimationFrame(this.#frame);
  }

  readonly #check = (): void => {
    const run = this.#wanted && !document.hidden && !this.#reduced.matches;
    cancelAnimationFrame(this.#frame);
    this.#clear();
    if (run) this.#frame = requestAnimationFrame(this.#tick);
  };

  readonly #tick = (nowMs: number): void => {
    this.#frame = requestAnimationFrame(this.#tick);
    if (nowMs - this.#lastMs < FRAME_MS - 4) return;
    this.#lastMs = nowMs;
    this.#draw(nowMs / 1000);
  };

  #clear(): void {
    const { canvas } = this.#ctx;
    this.#ctx.save();
    this.#ctx.setTransform(1, 0, 0, 1, 0, 0);
    this.#ctx.clearRect(0, 0, canvas.width, canvas.height);
    this.#ctx.restore();
  }

  #draw(seconds: number): void {
    this.#clear();
    const view = this.#view();
    if (view.moving || view.zoom < DOT_ZOOM * 0.75) return;
    const tokens = this.#tokens();
    const extent = extentOf(view);
    const ctx = this.#ctx;
    ctx.save();
    ctx.translate(view.pan.x, view.pan.y);
    ctx.scale(view.zoom, view.zoom);
    const size = 1 / Math.max(0.75, Math.min(1.2, view.zoom));
    for (const { edge, seconds: cross, offsets } of this.#moving) {
      ctx.globalAlpha = view.path && !view.path.has(edge.edge.id) ? 0.4 : 1;
      for (const [i, offset] of offsets.entries()) {
        const laps = seconds / cross + offset;
        const at = pointAlong(edge.points, edge.length, laps % 1);
        if (at.x < extent.x1 || at.x > extent.x2 || at.y < extent.y1 || at.y > extent.y2) continue;
        const failed =
          edge.edge.errorRatio > 0 &&
          (Math.floor(laps) * 0.618_034 + i * 0.381_966 + offset) % 1 < edge.edge.errorRatio;
        drawDot(ctx, { x: at.x, y: at.y, size, failed, tokens, ground: tokens.color["surface-0"] });
      }
    }
    ctx.restore();
  }
}

interface Dot {
  x: number;
  y: number;
  size: number;
  failed: boolean;
  tokens: DrawTokens;
  ground: string;
}

function drawDot(ctx: CanvasRenderingContext2D, { x, y, size, failed, tokens, ground }: Dot): void {
  ctx.beginPath();
  if (failed) {
    const r = 4.4 * size;
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + r, y);
    ctx.lineTo(x, y + r);
    ctx.lineTo(x - r, y);
    ctx.closePath();
    ctx.fillStyle = tokens.color["failing-mark"];
  } else {
    ctx.arc(x, y, 2.1 * size, 0, Math.PI * 2);
    ctx.fillStyle = tokens.color["text-2"];
  }
  ctx.strokeStyle = ground;
  ctx.lineWidth = 1.2 * size;
  ctx.stroke();
  ctx.fill();
}

/** A number in 0..1 that is the same for the same text. */
function hash(text: string): number {
  let value = 2_166_136_261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16_777_619);
  return (value >>> 0) / 4_294_967_296;
}
