"use client";

import { useTheme } from "next-themes";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { duration } from "@/lib/client/format/duration";
import { figureText } from "@/lib/client/format/figure";
import type { TimeView } from "@/lib/client/view-param";
import type { TraceRow } from "@/lib/traces/trace-row";
import { useWidth } from "./use-width";

const HEIGHT = 62;
const PAD = 5;
const DRAG_PX = 4;

function draw(
  canvas: HTMLCanvasElement,
  width: number,
  rows: readonly TraceRow[],
  series: ReadonlyMap<string, number>,
  totalMs: number,
) {
  const scale = window.devicePixelRatio || 1;
  canvas.width = width * scale;
  canvas.height = HEIGHT * scale;
  const ctx = canvas.getContext("2d");
  if (!ctx) return;
  const style = getComputedStyle(canvas);
  const colors = new Map<number, string>();
  const colorOf = (n: number) => {
    const known = colors.get(n);
    if (known) return known;
    const color = style.getPropertyValue(n > 8 ? "--idle-mark" : `--series-${n}`).trim();
    colors.set(n, color);
    return color;
  };
  ctx.scale(scale, scale);
  const lane = (HEIGHT - 2 * PAD) / Math.max(rows.length, 8);
  const thick = Math.max(1, Math.min(3, lane * 0.7));
  for (const row of rows) {
    ctx.globalAlpha = row.kind === "hop" || row.depth === 0 ? 1 : 0.55;
    ctx.fillStyle = row.failed
      ? style.getPropertyValue("--failing-mark").trim()
      : colorOf(series.get(row.service) ?? 9);
    const x = (row.startMs / totalMs) * width;
    ctx.fillRect(x, PAD + row.index * lane, Math.max(1.5, ((row.endMs - row.startMs) / totalMs) * width), thick);
  }
}

/** The whole trace at a glance; a drag shows only that part of its time below, a double click all of it again. */
export function Minimap({
  rows,
  series,
  totalMs,
  view,
  onView,
}: {
  rows: readonly TraceRow[];
  series: ReadonlyMap<string, number>;
  totalMs: number;
  view: TimeView | null;
  onView: (view: TimeView | null) => void;
}) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { resolvedTheme } = useTheme();
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  // The theme is not read here, but what is drawn depends on it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew when the theme changes
  useEffect(() => {
    if (canvas.current && width > 0) draw(canvas.current, width, rows, series, totalMs || 1);
  }, [width, rows, series, totalMs, resolvedTheme]);

  const place = (event: PointerEvent<HTMLElement>) =>
    Math.min(width, Math.max(0, event.clientX - event.currentTarget.getBoundingClientRect().left));
  const toMs = (x: number) => (x / (width || 1)) * totalMs;
  const finish = () => {
    if (drag && Math.abs(drag.to - drag.from) > DRAG_PX) {
      onView({ fromMs: toMs(Math.min(drag.from, drag.to)), toMs: toMs(Math.max(drag.from, drag.to)) });
    }
    setDrag(null);
  };
  const part = drag
    ? { left: Math.min(drag.from, drag.to), right: Math.max(drag.from, drag.to) }
    : view
      ? { left: (view.fromMs / totalMs) * width, right: (view.toMs / totalMs) * width }
      : null;
  return (
    <div
      ref={ref}
      role="img"
      aria-label={`The whole trace, ${figureText(duration(totalMs))}. Keys + and - change the part that is shown.`}
      className="relative cursor-crosshair touch-pan-y select-none"
      style={{ height: HEIGHT }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: place(event), to: place(event) });
      }}
      onPointerMove={(event) => drag && setDrag({ from: drag.from, to: place(event) })}
      onPointerUp={finish}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={() => onView(null)}
    >
      <canvas ref={canvas} style={{ width, height: HEIGHT }} className="block" />
      {part ? (
        <>
          <span className="absolute inset-y-0 left-0 bg-surface-0/70" style={{ width: part.left }} />
          <span className="absolute inset-y-0 right-0 bg-surface-0/70" style={{ left: part.right }} />
          <span
            className="absolute inset-y-0 border-x-2 border-accent"
            style={{ left: part.left, width: Math.max(2, part.right - part.left) }}
          />
        </>
      ) : null}
    </div>
  );
}
