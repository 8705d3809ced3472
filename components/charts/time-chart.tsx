"use client";

import type { ReactNode } from "react";
import {
  CartesianGrid,
  ComposedChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { clock, clockMinutes } from "@/lib/client/format/time";
import { niceTicks, timeTicks } from "./prepare-traffic";

export interface ChartMark {
  atMs: number;
  words: string;
}

/** A moment of any chart; `partial`: its step still fills. */
export interface TimeRow {
  atMs: number;
  partial: boolean;
}

/** Rows over a window, in order. */
export interface TimeData<R extends TimeRow> {
  rows: R[];
  fromMs: number;
  toMs: number;
}

/** A line that must not be crossed, with its words. */
export interface ChartLimit {
  value: number;
  words: string;
}

const TICK = { fontSize: 11, fill: "var(--text-3)" } as const;

/** Frame of every chart over time: zero-based axis with few ticks, quiet grid, changes as dotted lines with their names. */
export function TimeChart<R extends TimeRow>({
  data,
  max,
  format,
  marks = [],
  limit,
  values,
  children,
  height = 116,
  label,
}: {
  data: TimeData<R>;
  max: number;
  /** a value as text with its unit */
  format: (value: number) => string;
  marks?: readonly ChartMark[];
  limit?: ChartLimit | undefined;
  /** what the crosshair says of a row, in the order of the legend */
  values: (row: R) => { name: string; value: string }[];
  children: ReactNode;
  height?: number;
  label: string;
}) {
  const ticks = niceTicks(max);
  const filling = data.rows.find((row) => row.partial);
  return (
    <figure aria-label={label} className="select-none">
      <ResponsiveContainer width="100%" height={height}>
        <ComposedChart data={data.rows} margin={{ top: 8, right: 6, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--grid)" />
          <XAxis
            dataKey="atMs"
            type="number"
            domain={[data.fromMs, data.toMs]}
            ticks={timeTicks(data)}
            interval={0}
            tickFormatter={clockMinutes}
            tick={TimeTick}
            tickLine={false}
            axisLine={{ stroke: "var(--border-2)" }}
            height={22}
          />
          <YAxis
            ticks={ticks}
            domain={[0, ticks[ticks.length - 1] ?? 1]}
            tickFormatter={(value: number) => axisText(format(value))}
            tick={TICK}
            tickLine={false}
            axisLine={false}
            width={52}
          />
          {filling ? (
            <ReferenceArea x1={filling.atMs} x2={data.toMs} fill="var(--surface-3)" fillOpacity={0.6} />
          ) : null}
          {marks.map((mark) => (
            <ReferenceLine
              key={`${mark.atMs}${mark.words}`}
              x={mark.atMs}
              stroke="var(--accent)"
              strokeDasharray="1.5 3"
              label={{ value: mark.words, position: markSide(mark, data), fontSize: 11, fill: "var(--accent)" }}
            />
          ))}
          {limit ? (
            <ReferenceLine
              y={limit.value}
              stroke="var(--failing-fg)"
              strokeDasharray="4 3"
              label={{ value: limit.words, position: "insideBottomRight", fontSize: 11, fill: "var(--failing-fg)" }}
            />
          ) : null}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--text-3)", strokeWidth: 1 }}
            content={({ active, payload }) => {
              const row = payload?.[0]?.payload as R | undefined;
              return active && row ? <Readout row={row} values={values(row)} /> : null;
            }}
          />
          {children}
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}

/** The name stands right of its line, but left of it where the plot ends. */
const markSide = ({ atMs }: ChartMark, { fromMs, toMs }: { fromMs: number; toMs: number }) =>
  atMs > toMs - (toMs - fromMs) * 0.2 ? "insideTopRight" : "insideTopLeft";

function Readout({ row, values }: { row: TimeRow; values: { name: string; value: string }[] }) {
  return (
    <div className="rounded-2 border border-border-2 bg-surface-pop px-2 py-1.5 text-xs shadow-pop">
      <div className="text-text-3">
        {clock(row.atMs)}
        {row.partial ? ", still filling" : ""}
      </div>
      {values.map(({ name, value }) => (
        <div key={name} className="flex justify-between gap-4 tabular-nums">
          <span className="text-text-2">{name}</span>
          <span className="font-medium">{value}</span>
        </div>
      ))}
    </div>
  );
}

/** Axis values are round: "4.00 s" is "4 s". */
function axisText(text: string): string {
  return text.replace(/(\.\d*?)0+(?=\D|$)/, "$1").replace(/\.(?=\D|$)/, "");
}

interface TimeTickProps {
  x?: number | string;
  y?: number | string;
  payload?: { value: number };
  index?: number;
}

/** First tick starts at the axis, last one ends at it, so that none is cut. */
function TimeTick({ x, y, payload, index }: TimeTickProps) {
  const anchor = index === 0 ? "start" : index === 2 ? "end" : "middle";
  return (
    <text x={x} y={Number(y ?? 0) + 8} dy={4} textAnchor={anchor} {...TICK}>
      {payload ? clockMinutes(payload.value) : ""}
    </text>
  );
}
