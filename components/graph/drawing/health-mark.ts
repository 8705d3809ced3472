import type { HealthStatus } from "@/lib/model/health";
import { type DrawTokens, markColor } from "./draw-tokens";

interface Mark {
  fill?: Path2D;
  stroke?: Path2D;
  strokeWidth?: number;
  dash?: number[];
  sign?: Path2D;
  signWidth?: number;
  dots?: [x: number, y: number, r: number][];
}

const marks = new Map<HealthStatus, Mark>();

function circle(r: number): Path2D {
  const path = new Path2D();
  path.arc(7, 7, r, 0, Math.PI * 2);
  return path;
}

/** The five shapes of components/ui/health-glyph, in the same 14×14 box. */
function markOf(status: HealthStatus): Mark {
  switch (status) {
    case "healthy":
      return { fill: circle(6), sign: new Path2D("M4.3 7.2 6.2 9l3.6-3.9"), signWidth: 1.7 };
    case "degraded":
      return {
        fill: new Path2D("M6.1 1.6a1.05 1.05 0 0 1 1.8 0l5.3 9.4a1.05 1.05 0 0 1-.9 1.6H1.7a1.05 1.05 0 0 1-.9-1.6z"),
        sign: new Path2D("M7 5v3.2"),
        signWidth: 1.7,
        dots: [[7, 10.4, 0.95]],
      };
    case "failing":
      return {
        fill: new Path2D("M4.4.9h5.2l3.5 3.5v5.2l-3.5 3.5H4.4L.9 9.6V4.4z"),
        sign: new Path2D("m4.8 4.8 4.4 4.4m0-4.4L4.8 9.2"),
        signWidth: 1.7,
      };
    case "idle":
      return { stroke: circle(5.2), strokeWidth: 1.6, sign: new Path2D("M4.6 7h4.8"), signWidth: 1.6 };
    case "unknown":
      return {
        stroke: circle(5.4),
        strokeWidth: 1.5,
        dash: [2.4, 1.9],
        sign: new Path2D("M5.6 5.6c.2-1.9 3-1.7 2.9 0 0 1.1-1.4 1.2-1.5 2.3"),
        signWidth: 1.4,
        dots: [[7, 9.9, 0.85]],
      };
  }
}

/** Draws a health glyph of `size` px centred at x, y. */
export function drawHealthMark(
  ctx: CanvasRenderingContext2D,
  tokens: DrawTokens,
  { status, x, y, size }: { status: HealthStatus; x: number; y: number; size: number },
): void {
  const mark = marks.get(status) ?? markOf(status);
  marks.set(status, mark);
  const color = markColor(tokens, status);
  const sign = mark.fill ? tokens.color["on-mark"] : color;
  ctx.save();
  ctx.translate(x - size / 2, y - size / 2);
  ctx.scale(size / 14, size / 14);
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  if (mark.fill) {
    ctx.fillStyle = color;
    ctx.fill(mark.fill);
  }
  if (mark.stroke) {
    ctx.strokeStyle = color;
    ctx.lineWidth = mark.strokeWidth ?? 1.5;
    ctx.setLineDash(mark.dash ?? []);
    ctx.stroke(mark.stroke);
    ctx.setLineDash([]);
  }
  if (mark.sign) {
    ctx.strokeStyle = sign;
    ctx.lineWidth = mark.signWidth ?? 1.6;
    ctx.stroke(mark.sign);
  }
  for (const [dx, dy, r] of mark.dots ?? []) {
    ctx.fillStyle = sign;
    ctx.beginPath();
    ctx.arc(dx, dy, r, 0, Math.PI * 2);
    ctx.fill();
  }
  ctx.restore();
}
