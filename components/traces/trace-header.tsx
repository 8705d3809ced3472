import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { Meter } from "@/components/ui/meter";
import { seriesColor } from "@/components/ui/series-marker";
import { duration } from "@/lib/client/format/duration";
import { figureText } from "@/lib/client/format/figure";
import { percent } from "@/lib/client/format/percent";
import { count } from "@/lib/client/format/significant";
import { clockMs, day, wholeTime } from "@/lib/client/format/time";
import type { TraceAnalysis } from "@/lib/traces/analyse-trace";
import { culprit } from "@/lib/traces/culprit";
import { rowLabel } from "./row-label";

function Fact({ value, children, bad }: { value: ReactNode; children?: ReactNode; bad?: boolean }) {
  return (
    <span className={cn("whitespace-nowrap", bad && "text-failing-fg")}>
      <b className={cn("tabular-nums", !bad && "text-text-1")}>{value}</b> {children}
    </span>
  );
}

/** What was asked, how it ended, how long it took, and one sentence and one bar on where the time went. */
export function TraceHeader({ analysis, series }: { analysis: TraceAnalysis; series: ReadonlyMap<string, number> }) {
  const { tree, rows, rowOf, services, failedSpans } = analysis;
  const root = rows[rowOf[analysis.mainRoot] ?? -1];
  if (!root) return null;
  const { lead, rest } = culprit(analysis);
  const startMs = tree.startUnixMs;
  const rootLength = duration((root.gaveUpMs ?? root.endMs) - root.startMs);
  return (
    <div className="px-4 pb-3 pt-3.5 max-sm:px-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="flex min-w-0 items-center gap-2 text-lg tracking-[-0.012em]">
          <HealthGlyph status={root.failed ? "failing" : failedSpans > 0 ? "degraded" : "healthy"} className="size-4" />
          <span className="truncate">
            <b>{rowLabel(root)}</b> {root.operation}
          </span>
          {root.code && root.code !== "200" ? (
            <span className={cn("text-sm font-semibold", root.failed ? "text-failing-fg" : "text-text-2")}>
              {root.code === "0" ? "no answer" : root.code}
            </span>
          ) : null}
        </h2>
        <span className="flex-1 max-lg:hidden" />
        <div className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-text-3">
          <Fact value={figureText(rootLength)}>
            {tree.durationMs > root.endMs - root.startMs + 1
              ? `to the caller, ${figureText(duration(tree.durationMs))} in all`
              : ""}
          </Fact>
          <Fact value={count(tree.nodes.length)}>
            {tree.nodes.length === 1 ? "span" : "spans"}
            {rows.length === tree.nodes.length ? "" : ` in ${count(rows.length)} rows`}
          </Fact>
          <Fact value={services.length}>{services.length === 1 ? "service" : "services"}</Fact>
          {failedSpans > 0 ? (
            <Fact value={count(failedSpans)} bad>
              failed
            </Fact>
          ) : null}
          <span title={wholeTime(startMs)}>
            {day(startMs)} <b className="tabular-nums text-text-1">{clockMs(startMs)}</b>
          </span>
        </div>
      </div>
      <div className="mt-2.5 flex items-center gap-3 text-text-2 max-sm:flex-col max-sm:items-stretch max-sm:gap-2">
        <Meter
          className="h-2 w-72 shrink-0 max-sm:w-full"
          label="Critical path by service"
          parts={services.map((s) => ({
            id: s.service,
            share: s.criticalShare,
            color: seriesColor(series.get(s.service) ?? 9),
            title: `${s.service}: ${figureText(duration(s.criticalMs))}, ${figureText(percent(s.criticalShare))} of the critical path`,
          }))}
        />
        <p className="min-w-0 sm:truncate">
          <b className="text-text-1">{lead}</b> {rest}
        </p>
      </div>
    </div>
  );
}
