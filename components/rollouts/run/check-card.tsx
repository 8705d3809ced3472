"use client";

import dynamic from "next/dynamic";
import { Panel } from "@/components/ui/panel";
import { seriesColor } from "@/components/ui/series-marker";
import { Skeleton } from "@/components/ui/skeleton";
import { VersionTag } from "@/components/ui/version-tag";
import { figureText } from "@/lib/client/format/figure";
import { VerdictChip } from "../verdict-chip";
import type { ChartWindow } from "./chart-window";
import { type CheckFacts, checkFigure } from "./check-facts";

const TwoSidesChart = dynamic(() => import("@/components/charts/two-sides-chart").then((m) => m.TwoSidesChart), {
  ssr: false,
  loading: () => <Skeleton className="h-[116px] w-full" />,
});

/** The two sides of a rollout with the colours they have everywhere. */
export interface Sides {
  stable: { name: string; series: number };
  canary: { name: string; series: number };
}

/** One check: stable, candidate, their lines with the limit, the verdict and why. */
export function CheckCard({ check, sides, window }: { check: CheckFacts; sides: Sides; window: ChartWindow }) {
  const { latest, unit } = check;
  const text = (value: number) => figureText(checkFigure(unit, value));
  const last = check.windows.at(-1);
  return (
    <Panel
      title={check.title}
      action={<VerdictChip verdict={latest.verdict} tooFew={last?.tooFew ?? false} />}
      className="flex flex-col"
    >
      <div className="mb-2.5 grid grid-cols-2">
        <BigFigure side={sides.stable} word="Stable" unit={unit} value={check.stable} />
        <div className="border-l border-border-1 pl-3.5">
          <BigFigure
            side={sides.canary}
            word="Canary"
            unit={unit}
            value={check.canary}
            failing={latest.verdict === "fail"}
          />
        </div>
      </div>
      <TwoSidesChart
        label={`${check.title} of ${sides.stable.name} and ${sides.canary.name} over time`}
        rows={check.rows.map((row) => ({ atMs: row.atMs, partial: false, a: row.stable, b: row.canary }))}
        {...window}
        sides={[
          { name: sides.stable.name, color: seriesColor(sides.stable.series) },
          { name: sides.canary.name, color: seriesColor(sides.canary.series) },
        ]}
        format={text}
        limit={check.limit === null ? undefined : { value: check.limit, words: `limit ${text(check.limit)}` }}
      />
      <p className="mt-2 text-xs text-text-2">{latest.why}</p>
    </Panel>
  );
}

function BigFigure({
  side,
  word,
  unit,
  value,
  failing,
}: {
  side: Sides["stable"];
  word: string;
  unit: CheckFacts["unit"];
  value: number | null;
  failing?: boolean;
}) {
  const figure = checkFigure(unit, value);
  return (
    <div className="min-w-0">
      <div className="flex items-center gap-1 text-xs text-text-3">
        <VersionTag name={`${word} ${side.name}`} series={side.series} className="min-w-0 font-normal text-text-2" />
      </div>
      <div
        className={`mt-0.5 truncate text-xl font-semibold tracking-[-0.02em] tabular-nums ${failing ? "text-failing-fg" : ""}`}
      >
        {figure.value}
        {figure.unit ? (
          <span className="ml-[3px] text-xs font-medium tracking-normal text-text-3">{figure.unit}</span>
        ) : null}
      </div>
    </div>
  );
}
