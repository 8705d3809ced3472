"use client";

import dynamic from "next/dynamic";
import { Chip, HealthChip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import { seriesColor } from "@/components/ui/series-marker";
import { Skeleton } from "@/components/ui/skeleton";
import { type RolloutDetail, type RolloutPhase, TERMINAL_PHASES } from "@/lib/model/rollout";
import type { Moment } from "../replay/moment";
import { candidateShare, shareText } from "../shares";
import type { ChartWindow } from "./chart-window";
import type { Sides } from "./check-card";
import { shareRows } from "./check-facts";
import { targetOf } from "./run-sentence";

const TwoSidesChart = dynamic(() => import("@/components/charts/two-sides-chart").then((m) => m.TwoSidesChart), {
  ssr: false,
  loading: () => <Skeleton className="h-[116px] w-full" />,
});

/** Wanted and measured share of the new side over the run. */
export function ShareCard({
  detail,
  moment,
  sides,
  window,
}: {
  detail: RolloutDetail;
  moment: Moment;
  sides: Sides;
  window: ChartWindow;
}) {
  const target = targetOf(detail, moment.run);
  if (target?.target.kind !== "traffic") return null;
  const key = { id: target.id, candidate: target.target.candidate.version };
  const wanted = candidateShare(moment.run.desired, key);
  const measured = candidateShare(moment.run.observed, key);
  const rows = sharePoints(moment, key, window);
  const off = wanted !== null && measured !== null && Math.abs(wanted - measured) > detail.plan.tolerancePercent;
  const ended = TERMINAL_PHASES.includes(moment.run.phase);
  // What was measured is of before their change; nothing measures theirs.
  const foreign = moment.run.phase === "paused" && moment.run.reason === "conflict";
  const color = seriesColor(sides.canary.series);
  return (
    <Panel
      title="Share of traffic"
      action={
        <ShareChip
          phase={moment.run.phase}
          foreign={foreign}
          weak={detail.run.weak}
          off={off}
          known={measured !== null}
        />
      }
    >
      <div className="mb-2.5 grid grid-cols-2">
        <Figure label="Wanted" value={wanted} mark="border-[1.5px] border-dashed border-accent" />
        <div className="border-l border-border-1 pl-3.5">
          <Figure label="Measured" value={measured} color={color} />
        </div>
      </div>
      <TwoSidesChart
        label="Wanted and measured share over time"
        rows={rows}
        {...window}
        sides={[
          { name: "Wanted", color: "var(--accent)", dashed: true },
          { name: "Measured", color },
        ]}
        format={(value) => `${shareText(value)}%`}
        atLeast={10}
      />
      <p className="mt-2 text-xs text-text-2">
        {off && !ended
          ? `Further than ${detail.plan.tolerancePercent} points from what is wanted.`
          : `Within ${detail.plan.tolerancePercent} points counts as arrived.`}
      </p>
    </Panel>
  );
}

/** How what is measured stands to what is wanted. */
function ShareChip({
  phase,
  foreign,
  weak,
  off,
  known,
}: {
  phase: RolloutPhase;
  foreign: boolean;
  weak: boolean;
  off: boolean;
  known: boolean;
}) {
  if (foreign) return <HealthChip status="unknown">Of before the change</HealthChip>;
  if (TERMINAL_PHASES.includes(phase) && off) return <Chip>Measured before its end</Chip>;
  if (weak) return <HealthChip status="unknown">Too little traffic</HealthChip>;
  if (!known) return <Chip>Not measured yet</Chip>;
  return <HealthChip status={off ? "degraded" : "healthy"}>{off ? "Not yet" : "As wanted"}</HealthChip>;
}

function Figure({ label, value, mark, color }: { label: string; value: number | null; mark?: string; color?: string }) {
  return (
    <div className="min-w-0">
      <div className="flex items-center gap-1.5 text-xs text-text-2">
        <span
          aria-hidden="true"
          className={`size-2.5 rounded-[3px] ${mark ?? ""}`}
          style={color ? { background: color } : undefined}
        />
        {label}
      </div>
      <div className="mt-0.5 text-xl font-semibold tracking-[-0.02em] tabular-nums">
        {shareText(value)}
        <span className="ml-[3px] text-xs font-medium tracking-normal text-text-3">%</span>
      </div>
    </div>
  );
}

/** Every moment at which one of the two is known; what is wanted holds until it changes. */
function sharePoints(moment: Moment, key: { id: string; candidate: string }, { fromMs, toMs }: ChartWindow) {
  const wantedAt = moment.events
    .flatMap((event) => {
      const share = candidateShare(event.desired, key);
      return share === null ? [] : [{ atMs: Date.parse(event.at), share }];
    })
    .reverse();
  const seen = moment.events.flatMap((event) => {
    const share = candidateShare(event.observed, key);
    return share === null ? [] : [{ atMs: Date.parse(event.at), measured: share }];
  });
  const measured = new Map([...seen, ...shareRows(moment.analyses)].map((one) => [one.atMs, one.measured] as const));
  const end = moment.atMs ?? toMs;
  const times = [...new Set([fromMs, ...wantedAt.map((one) => one.atMs), ...measured.keys(), end])]
    .filter((atMs) => atMs >= fromMs && atMs <= end)
    .sort((a, b) => a - b);
  let last: number | null = null;
  return times.map((atMs) => {
    const wanted = (wantedAt.findLast((one) => one.atMs <= atMs) ?? wantedAt[0])?.share ?? null;
    // Between two measurements the line goes on: only where nothing was ever measured there is none.
    last = measured.get(atMs) ?? last;
    return { atMs, partial: false, a: wanted, b: last };
  });
}
