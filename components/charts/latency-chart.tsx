"use client";

import { Line } from "recharts";
import { duration } from "@/lib/client/format/duration";
import { figureText } from "@/lib/client/format/figure";
import type { PreparedTraffic } from "./prepare-traffic";
import { type ChartMark, TimeChart } from "./time-chart";

const ms = (value: number | null) => (value === null ? "–" : figureText(duration(value)));

/** p50, p95 and p99 over time. A step without requests is a gap. `color`: the subject's own, for its p95. */
export function LatencyChart({
  data,
  color,
  marks,
}: {
  data: PreparedTraffic;
  color: string;
  marks?: readonly ChartMark[];
}) {
  const max = Math.max(0, ...data.rows.flatMap((row) => [row.p50 ?? 0, row.p95 ?? 0, row.p99 ?? 0]));
  const line = {
    type: "linear" as const,
    dot: false,
    connectNulls: false,
    isAnimationActive: false,
    activeDot: { r: 3, strokeWidth: 0 },
  };
  return (
    <TimeChart
      label="Latency over time"
      data={data}
      max={max}
      format={(value) => (value === 0 ? "0" : ms(value))}
      values={(row) => [
        { name: "p50", value: ms(row.p50) },
        { name: "p95", value: ms(row.p95) },
        { name: "p99", value: ms(row.p99) },
      ]}
      {...(marks ? { marks } : {})}
    >
      <Line {...line} dataKey="p50" stroke="var(--series-4)" strokeWidth={1.6} />
      <Line {...line} dataKey="p99" stroke="var(--series-5)" strokeWidth={1.6} />
      <Line {...line} dataKey="p95" stroke={color} strokeWidth={2} />
    </TimeChart>
  );
}
