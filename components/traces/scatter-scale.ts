import type { TraceSummary } from "@/lib/model/span";
import { logTicks, ticksBetween } from "./time-axis";

export interface ScatterScale {
  x: (atMs: number) => number;
  y: (durationMs: number) => number;
  atMs: (x: number) => number;
  durationMs: (y: number) => number;
  xTicks: number[];
  yTicks: number[];
  plot: { left: number; right: number; top: number; bottom: number };
}

/** Places time across and duration up (log or linear, zero based) in a picture of `width` by `height` px. */
export function scatterScale(
  traces: readonly TraceSummary[],
  window: { fromMs: number; toMs: number },
  kind: "log" | "linear",
  width: number,
  height: number,
): ScatterScale {
  const plot = { left: 56, right: Math.max(57, width - 14), top: 12, bottom: height - 24 };
  const lengths = traces.map((t) => Math.max(t.durationMs, 0.01));
  const longest = lengths.reduce((a, b) => Math.max(a, b), 1);
  const shortest = lengths.reduce((a, b) => Math.min(a, b), longest);
  const least = kind === "log" ? lower(shortest) : 0;
  const most = kind === "log" ? Math.max(longest * 1.3, least * 10) : longest * 1.08;
  const up = plot.bottom - plot.top;
  const across = plot.right - plot.left;
  const span = Math.max(1, window.toMs - window.fromMs);
  const fraction = (ms: number) =>
    kind === "log" ? Math.log(Math.max(ms, least) / least) / Math.log(most / least) : ms / most;
  const value = (f: number) => (kind === "log" ? least * (most / least) ** f : f * most);
  return {
    plot,
    x: (at) => plot.left + ((at - window.fromMs) / span) * across,
    y: (ms) => plot.bottom - fraction(ms) * up,
    atMs: (x) => window.fromMs + ((x - plot.left) / across) * span,
    durationMs: (y) => value((plot.bottom - y) / up),
    xTicks: ticksBetween(window.fromMs, window.toMs, Math.max(2, Math.floor(across / 150))),
    yTicks: kind === "log" ? logTicks(least, most) : ticksBetween(0, most, 4),
  };
}

/** The 1 or 3 times a power of ten below. */
function lower(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(ms));
  return ms >= 3 * power ? 3 * power : power;
}
