"use client";

import { Area, Line } from "recharts";
import { figureText } from "@/lib/client/format/figure";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import type { TransportRow } from "./prepare-transport";
import { TimeChart, type TimeData } from "./time-chart";

const LINE = { type: "linear" as const, connectNulls: false, isAnimationActive: false, strokeWidth: 1.8 };
const shareText = (value: number | null) => (value === null ? "–" : `${percent(value / 100).value}%`);
const rateText = (value: number | null) => (value === null ? "–" : figureText(rate(value)));
const callersText = (value: number | null) => (value === null ? "–" : String(value));

/** The first few steps are points: a line of two of 144 is too short to be seen. */
function dotOf(rows: readonly TransportRow[], of: (row: TransportRow) => number | null) {
  return rows.filter((row) => of(row) !== null).length < 4 ? { r: 2.5, strokeDasharray: "" } : false;
}

const values = (row: TransportRow) => [
  { name: "mTLS", value: shareText(row.share) },
  { name: "Plaintext", value: rateText(row.plainPerSec) },
  { name: "Plaintext callers", value: callersText(row.callers) },
];

/** The share of mutual TLS over time. */
export function MtlsShareChart({ data }: { data: TimeData<TransportRow> }) {
  return (
    <TimeChart
      label="Share of mutual TLS over 24 hours"
      data={data}
      max={100}
      format={(value) => `${value}%`}
      values={values}
    >
      <Area
        {...LINE}
        dataKey="share"
        dot={dotOf(data.rows, ({ share }) => share)}
        stroke="var(--mtls-fg)"
        fill="var(--mtls-fg)"
        fillOpacity={0.12}
      />
    </TimeChart>
  );
}

/** How many talk plaintext over time. */
export function PlaintextCallersChart({ data }: { data: TimeData<TransportRow> }) {
  return (
    <TimeChart
      label="Plaintext callers over 24 hours"
      data={data}
      max={Math.max(1, ...data.rows.map(({ callers }) => callers ?? 0))}
      format={(value) => (Number.isInteger(value) ? String(value) : "")}
      values={values}
    >
      <Line
        {...LINE}
        type="stepAfter"
        dataKey="callers"
        dot={dotOf(data.rows, ({ callers }) => callers)}
        stroke="var(--plain-fg)"
        strokeDasharray="4 3"
      />
    </TimeChart>
  );
}
