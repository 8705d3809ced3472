"use client";

import { type PointerEvent, useMemo, useState } from "react";
import type { TraceBox } from "@/lib/client/box-param";
import { duration, tick as tickLength } from "@/lib/client/format/duration";
import { figureText } from "@/lib/client/format/figure";
import { operationName } from "@/lib/client/format/operation-name";
import { clock, clockMinutes } from "@/lib/client/format/time";
import type { TraceSummary } from "@/lib/model/span";
import { type ScatterScale, scatterScale } from "./scatter-scale";
import { useWidth } from "./use-width";

const HEIGHT = 220;
const NEAR_PX = 10;
const DRAG_PX = 4;

interface Point {
  x: number;
  y: number;
}

function nearest(traces: readonly TraceSummary[], scale: ScatterScale, at: Point): TraceSummary | null {
  let best: TraceSummary | null = null;
  let least = NEAR_PX;
  for (const trace of traces) {
    const away = Math.hypot(scale.x(trace.startMs) - at.x, scale.y(trace.durationMs) - at.y);
    if (away < least) [best, least] = [trace, away];
  }
  return best;
}

function boxOf(a: Point, b: Point, scale: ScatterScale): TraceBox {
  return {
    fromMs: scale.atMs(Math.min(a.x, b.x)),
    toMs: scale.atMs(Math.max(a.x, b.x)),
    leastMs: scale.durationMs(Math.max(a.y, b.y)),
    mostMs: scale.durationMs(Math.min(a.y, b.y)),
  };
}

function Axes({ scale }: { scale: ScatterScale }) {
  const { plot } = scale;
  return (
    <g className="text-2xs" fill="var(--text-3)">
      {scale.yTicks.map((tick) => (
        <g key={tick}>
          <line x1={plot.left} x2={plot.right} y1={scale.y(tick)} y2={scale.y(tick)} stroke="var(--grid)" />
          <text x={plot.left - 8} y={scale.y(tick) + 4} textAnchor="end">
            {figureText(tickLength(tick))}
          </text>
        </g>
      ))}
      {scale.xTicks.map((tick) => (
        <text key={tick} x={scale.x(tick)} y={plot.bottom + 18} textAnchor="middle">
          {clockMinutes(tick)}
        </text>
      ))}
    </g>
  );
}

function Marks({ traces, scale }: { traces: readonly TraceSummary[]; scale: ScatterScale }) {
  return (
    <g opacity="0.62">
      {traces.map((trace) => {
        const [x, y] = [scale.x(trace.startMs), scale.y(trace.durationMs)];
        return trace.errorCount > 0 ? (
          <path key={trace.traceId} d={`M${x} ${y - 4.5}l4.5 4.5-4.5 4.5-4.5-4.5z`} fill="var(--failing-mark)" />
        ) : (
          <circle key={trace.traceId} cx={x} cy={y} r="3" fill="var(--series-1)" />
        );
      })}
    </g>
  );
}

function BoxFrame({ box, scale, count }: { box: TraceBox; scale: ScatterScale; count: number | null }) {
  const { plot } = scale;
  const left = Math.max(plot.left, scale.x(box.fromMs));
  const right = Math.min(plot.right, scale.x(box.toMs));
  const top = Math.max(plot.top - 6, scale.y(box.mostMs));
  const bottom = Math.min(plot.bottom + 4, scale.y(box.leastMs));
  if (right <= left || bottom <= top) return null;
  return (
    <g>
      <rect
        x={left}
        y={top}
        width={right - left}
        height={bottom - top}
        rx="2"
        fill="var(--accent)"
        fillOpacity="0.1"
        stroke="var(--accent)"
      />
      {count === null ? null : (
        <text x={right - 6} y={top + 15} textAnchor="end" className="text-xs font-medium" fill="var(--text-1)">
          {count} selected
        </text>
      )}
    </g>
  );
}

function Hint({ trace, scale, width }: { trace: TraceSummary; scale: ScatterScale; width: number }) {
  const x = scale.x(trace.startMs);
  return (
    <div
      className="pointer-events-none absolute z-10 max-w-72 rounded-2 border border-border-2 bg-surface-pop px-2 py-1 text-xs shadow-pop"
      style={{
        top: Math.max(0, scale.y(trace.durationMs) - 50),
        ...(x > width / 2 ? { right: width - x + 8 } : { left: x + 8 }),
      }}
    >
      <div className="truncate">
        <span className="text-text-3">{trace.rootService}</span> {operationName(trace.rootName)}
      </div>
      <div className="tabular-nums text-text-2">
        {figureText(duration(trace.durationMs))}, {trace.spanCount} spans
        {trace.errorCount > 0 ? <span className="text-failing-fg">, {trace.errorCount} failed</span> : null} ·{" "}
        {clock(trace.startMs)}
      </div>
    </div>
  );
}

/**
 * Duration of each trace over time; failed ones are diamonds. A click opens the trace under the pointer, a drag selects a
 * box. For keyboards the table below holds the same traces.
 */
export function TraceScatter({
  traces,
  window,
  kind,
  box,
  selectedCount,
  onBox,
  onOpen,
}: {
  traces: readonly TraceSummary[];
  window: { fromMs: number; toMs: number };
  kind: "log" | "linear";
  box: TraceBox | null;
  selectedCount: number;
  onBox: (box: TraceBox | null) => void;
  onOpen: (trace: TraceSummary) => void;
}) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [from, setFrom] = useState<Point | null>(null);
  const [at, setAt] = useState<Point | null>(null);
  const scale = useMemo(() => scatterScale(traces, window, kind, width, HEIGHT), [traces, window, kind, width]);
  const place = (event: PointerEvent<SVGSVGElement>): Point => {
    const frame = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  const dragged = from && at && Math.hypot(from.x - at.x, from.y - at.y) > DRAG_PX;
  const hovered = at && !dragged ? nearest(traces, scale, at) : null;
  const finish = () => {
    if (dragged) onBox(boxOf(from, at, scale));
    else if (hovered) onOpen(hovered);
    setFrom(null);
  };
  return (
    <div ref={ref} className="relative">
      {width > 0 ? (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={`Duration of ${traces.length} traces over time. The table holds the same traces.`}
          className={hovered ? "block cursor-pointer touch-pan-y" : "block cursor-crosshair touch-pan-y"}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            setFrom(place(event));
            setAt(place(event));
          }}
          onPointerMove={(event) => setAt(place(event))}
          onPointerUp={finish}
          onPointerCancel={() => setFrom(null)}
          onPointerLeave={() => setAt(null)}
        >
          <Axes scale={scale} />
          <Marks traces={traces} scale={scale} />
          {dragged ? <BoxFrame box={boxOf(from, at, scale)} scale={scale} count={null} /> : null}
          {box && !dragged ? <BoxFrame box={box} scale={scale} count={selectedCount} /> : null}
          {hovered ? (
            <circle
              cx={scale.x(hovered.startMs)}
              cy={scale.y(hovered.durationMs)}
              r="7"
              fill="none"
              stroke="var(--accent)"
              strokeWidth="1.5"
            />
          ) : null}
        </svg>
      ) : (
        <div style={{ height: HEIGHT }} />
      )}
      {hovered ? <Hint trace={hovered} scale={scale} width={width} /> : null}
    </div>
  );
}
