"use client";

import { Line } from "recharts";
import { type ChartLimit, type ChartMark, TimeChart, type TimeRow } from "./time-chart";

/** One moment of two series; null is a gap. */
export interface TwoSidesRow extends TimeRow {
  a: number | null;
  b: number | null;
}

/** Look of one of the two: its name, and whether it is wanted (dashed) rather than measured. */
export interface Side {
  name: string;
  color: string;
  dashed?: boolean;
}

/** Two series that are meant to be compared, with the limit the second one keeps. */
export function TwoSidesChart({
  label,
  rows,
  fromMs,
  toMs,
  sides: [a, b],
  format,
  limit,
  marks,
  atLeast = 0,
}: {
  label: string;
  rows: TwoSidesRow[];
  fromMs: number;
  toMs: number;
  sides: readonly [Side, Side];
  format: (value: number) => string;
  limit?: ChartLimit | undefined;
  marks?: readonly ChartMark[];
  /** the axis reaches at least so far */
  atLeast?: number;
}) {
  // Room above the limit for its words.
  const max = Math.max(atLeast, (limit?.value ?? 0) * 1.2, ...rows.flatMap((row) => [row.a ?? 0, row.b ?? 0]));
  const text = (value: number | null) => (value === null ? "–" : format(value));
  const line = { dot: rows.length < 2 ? { r: 2 } : false, connectNulls: false, isAnimationActive: false } as const;
  const lookOf = (side: Side) => ({
    stroke: side.color,
    strokeWidth: side.dashed ? 1.5 : 1.8,
    type: side.dashed ? ("stepAfter" as const) : ("linear" as const),
    ...(side.dashed ? { strokeDasharray: "4 3" } : {}),
  });
  return (
    <TimeChart
      label={label}
      data={{ rows, fromMs, toMs }}
      max={max}
      format={(value) => (value === 0 ? "0" : format(value))}
      limit={limit}
      values={(row) => [
        { name: a.name, value: text(row.a) },
        { name: b.name, value: text(row.b) },
      ]}
      {...(marks ? { marks } : {})}
    >
      <Line {...line} dataKey="a" {...lookOf(a)} />
      <Line {...line} dataKey="b" {...lookOf(b)} />
    </TimeChart>
  );
}
