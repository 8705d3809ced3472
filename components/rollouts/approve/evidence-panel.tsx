"use client";

import dynamic from "next/dynamic";
import { HealthChip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import { seriesColor } from "@/components/ui/series-marker";
import { VersionTag } from "@/components/ui/version-tag";
import { figureText } from "@/lib/client/format/figure";
import { age } from "@/lib/client/format/time";
import type { StoredAnalysis } from "@/lib/model/analysis";
import type { Sides } from "../run/check-card";
import { type CheckFacts, checkFigure } from "../run/check-facts";
import { VerdictChip } from "../verdict-chip";

const TwoSidesChart = dynamic(() => import("@/components/charts/two-sides-chart").then((m) => m.TwoSidesChart), {
  ssr: false,
});

/** What was measured so far: every check with both sides, its limit and verdict, and one line over time. */
export function EvidencePanel({
  title,
  analyses,
  checks,
  sides,
}: {
  title: string;
  /** oldest first */
  analyses: readonly StoredAnalysis[];
  checks: readonly CheckFacts[];
  sides: Sides;
}) {
  const first = analyses[0];
  const last = analyses.at(-1);
  if (!first || !last || checks.length === 0) {
    return (
      <Panel title={title}>
        <p className="text-text-2">No window was looked at yet: the checks begin with the first step.</p>
      </Panel>
    );
  }
  const passed = checks.filter((one) => one.latest.verdict === "pass").length;
  const failed = checks.some((one) => one.latest.verdict === "fail");
  const requests = analyses.reduce((sum, one) => sum + one.canary.requests, 0);
  const window = { fromMs: Date.parse(first.from), toMs: Date.parse(last.to) };
  const drawn = checks.find((one) => one.unit === "ms") ?? checks[0];
  return (
    <Panel
      flush
      title={title}
      caption={`${age(window.toMs - window.fromMs)}, ${Math.round(requests).toLocaleString("en-US")} ${sides.canary.name} requests`}
      action={
        <HealthChip status={passed === checks.length ? "healthy" : failed ? "failing" : "degraded"}>
          {passed} of {checks.length} pass
        </HealthChip>
      }
      className="overflow-hidden"
    >
      <EvidenceTable checks={checks} sides={sides} />
      {drawn && drawn.rows.length > 1 ? (
        <div className="p-3.5 max-sm:hidden">
          <div className="mb-1 flex items-center gap-3 text-xs text-text-2">
            <span className="font-medium">{drawn.title}</span>
            <VersionTag name="stable" series={sides.stable.series} className="ml-auto font-normal" />
            <VersionTag name="canary" series={sides.canary.series} className="font-normal" />
          </div>
          <TwoSidesChart
            label={`${drawn.title} so far`}
            rows={drawn.rows.map((row) => ({ atMs: row.atMs, partial: false, a: row.stable, b: row.canary }))}
            {...window}
            sides={[
              { name: sides.stable.name, color: seriesColor(sides.stable.series) },
              { name: sides.canary.name, color: seriesColor(sides.canary.series) },
            ]}
            format={(value) => figureText(checkFigure(drawn.unit, value))}
            limit={
              drawn.limit === null
                ? undefined
                : { value: drawn.limit, words: `limit ${figureText(checkFigure(drawn.unit, drawn.limit))}` }
            }
          />
        </div>
      ) : null}
    </Panel>
  );
}

function EvidenceTable({ checks, sides }: { checks: readonly CheckFacts[]; sides: Sides }) {
  return (
    <table aria-label="Evidence" className="w-full border-separate border-spacing-0">
      <thead>
        <tr className="h-7 text-xs text-text-3 [&>th]:border-b [&>th]:border-border-1 [&>th]:px-2.5 [&>th]:font-medium max-sm:[&>th]:px-1.5">
          <th scope="col" className="!pl-3.5 text-left">
            Check
          </th>
          <th scope="col" className="text-right">
            <span className="max-sm:hidden">Stable </span>
            {sides.stable.name}
          </th>
          <th scope="col" className="text-right">
            <span className="max-sm:hidden">Canary </span>
            {sides.canary.name}
          </th>
          <th scope="col" className="text-right">
            Limit
          </th>
          <th scope="col" className="!pr-3.5 text-left">
            Verdict
          </th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <tr
            key={check.id}
            title={check.latest.why}
            className="h-[var(--row)] max-sm:h-11 [&>td]:border-b [&>td]:border-border-1 [&>td]:px-2.5 max-sm:[&>td]:px-1.5"
          >
            <td className="!pl-3.5 font-medium">{check.title}</td>
            <td className="text-right tabular-nums">{figureText(checkFigure(check.unit, check.stable))}</td>
            <td className="text-right font-medium tabular-nums">{figureText(checkFigure(check.unit, check.canary))}</td>
            <td className="text-right tabular-nums text-text-3">
              {check.limit === null ? "–" : figureText(checkFigure(check.unit, check.limit))}
            </td>
            <td className="!pr-3.5">
              <VerdictChip verdict={check.latest.verdict} tooFew={check.windows.at(-1)?.tooFew ?? false} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
