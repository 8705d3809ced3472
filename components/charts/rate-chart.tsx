"use client";

import { Area } from "recharts";
import { bytes } from "@/lib/client/format/bytes";
import { figureText } from "@/lib/client/format/figure";
import { rate } from "@/lib/client/format/rate";
import type { ChartRow, PreparedTraffic } from "./prepare-traffic";
import { type ChartMark, TimeChart } from "./time-chart";

const perSec = (value: number | null) => (value === null ? "–" : figureText(rate(value)));

/** Requests a second over time, the failed ones on top in their colour; TCP shows bytes. */
export function RateChart({
  data,
  tcp,
  marks,
}: {
  data: PreparedTraffic;
  tcp?: boolean;
  marks?: readonly ChartMark[];
}) {
  const area = { type: "linear" as const, dot: false, connectNulls: false, isAnimationActive: false, strokeWidth: 1.6 };
  if (tcp) {
    const amount = (value: number | null) => (value === null ? "–" : figureText(bytes(value, true)));
    return (
      <TimeChart
        label="Bytes over time"
        data={data}
        max={Math.max(0, ...data.rows.map((row) => row.bytesPerSec ?? 0))}
        format={amount}
        values={(row) => [{ name: "Bytes", value: amount(row.bytesPerSec) }]}
        height={96}
        {...(marks ? { marks } : {})}
      >
        <Area {...area} dataKey="bytesPerSec" stroke="var(--edge)" fill="var(--edge)" fillOpacity={0.18} />
      </TimeChart>
    );
  }
  return (
    <TimeChart
      label="Requests over time"
      data={data}
      max={Math.max(0, ...data.rows.map((row) => (row.okPerSec ?? 0) + (row.errorsPerSec ?? 0)))}
      format={perSec}
      values={(row) => [
        { name: "Answered", value: perSec(row.okPerSec) },
        { name: "Failed", value: perSec(row.errorsPerSec) },
      ]}
      height={96}
      {...(marks ? { marks } : {})}
    >
      <Area {...area} stackId="rate" dataKey="okPerSec" stroke="var(--edge)" fill="var(--edge)" fillOpacity={0.18} />
      <Area
        {...area}
        stackId="rate"
        // Where nothing failed there is no line in the colour of failure.
        dataKey={(row: ChartRow) => row.errorsPerSec || null}
        stroke="var(--failing-mark)"
        fill="var(--failing-mark)"
        fillOpacity={0.5}
      />
    </TimeChart>
  );
}
