import type { MeshHandle } from "@/lib/identity/ctx";
import type { Measured, StoredAnalysis, Verdict } from "@/lib/model/analysis";
import type { DryRun, TargetDryRun } from "@/lib/model/rollout";
import type { PlanTarget, PlanVersion, RolloutPlan, TrafficTarget } from "@/lib/model/rollout-plan";
import type { TrafficPoint } from "@/lib/model/series";
import { analyse } from "./analyse";
import { forecastSteps } from "./forecast-steps";
import { emptyMeasured } from "./rollout-metrics";
import { failureLimitReached } from "./verdict-limits";

const MOST_WINDOWS = 288;

export interface DryRunInput {
  plan: RolloutPlan;
  fromMs: number;
  toMs: number;
}

/**
 * Holds a plan's analysis against traffic that has been: the windows of the time given, each judged as a first look; and says how long its steps will
 * take. A candidate without past traffic cannot be compared: then stable itself is held against the absolute limits, which it should pass.
 * Throws HeddleError `unavailable` or `timeout` when the metrics source does not answer.
 */
export async function dryRun(
  mesh: Pick<MeshHandle, "name" | "metrics">,
  { plan, fromMs, toMs }: DryRunInput,
): Promise<DryRun> {
  const spanSec = Math.max(1, (toMs - fromMs) / 1000);
  const maxPoints = Math.max(1, Math.min(MOST_WINDOWS, Math.floor(spanSec / plan.analysis.windowSec)));
  const read = async (target: TrafficTarget, { version }: PlanVersion) =>
    mesh.metrics.series({
      mesh: mesh.name,
      destination: { namespace: target.namespace, service: target.service, version },
      fromMs,
      toMs,
      maxPoints,
      histograms: true,
    });
  const tried: Tried[] = [];
  let windowSec = spanSec / maxPoints;
  for (const one of plan.targets) {
    if (one.target.kind !== "traffic") continue;
    const [stable, candidate] = await Promise.all([
      read(one.target, one.target.stable),
      read(one.target, one.target.candidate),
    ]);
    windowSec = stable.stepSec;
    tried.push(tryTarget(plan, one, { stable: stable.points, candidate: candidate.points, stepSec: stable.stepSec }));
  }
  const windows = tried.flatMap((one) => one.windows);
  const forecast = await forecastSteps(mesh, plan, toMs);
  const open = forecast.find(({ takesSec }) => takesSec === null);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    windowSec,
    windows,
    counts: countOf(windows.map(({ verdict }) => verdict)),
    targets: tried.map(({ result }) => result),
    forecast,
    takesSec: open ? null : forecast.reduce((sum, { takesSec }) => sum + (takesSec ?? 0), 0),
    summary:
      tried.map(({ result }) => result.summary).join(" ") || "Only traffic is tried on the past; this plan moves none.",
  };
}

interface Tried {
  windows: StoredAnalysis[];
  result: TargetDryRun;
}

interface PastTraffic {
  stable: readonly TrafficPoint[];
  candidate: readonly TrafficPoint[];
  stepSec: number;
}

function tryTarget({ analysis: policy }: RolloutPlan, { id, target, steps }: PlanTarget, past: PastTraffic): Tried {
  if (target.kind !== "traffic") throw new Error("only traffic is tried on the past");
  const subject = past.candidate.some(({ requests }) => requests > 0) ? "candidate" : "stable";
  const stableAt = new Map(past.stable.map((point) => [point.atMs, point]));
  const judged = (subject === "candidate" ? past.candidate : past.stable).filter(({ partial }) => !partial);
  const windows = judged.map((point): StoredAnalysis => {
    const other = subject === "candidate" ? measuredOf(stableAt.get(point.atMs), target.stable.version) : null;
    const canary = measuredOf(point, target[subject].version);
    const toMs = point.atMs + past.stepSec * 1000;
    return {
      ...analyse({ policy, stable: other, canary }),
      id: `${id}-${point.atMs}`,
      stepId: steps[0]?.id ?? "",
      targetId: id,
      at: new Date(toMs).toISOString(),
      from: new Date(point.atMs).toISOString(),
      to: new Date(toMs).toISOString(),
      stable: other ?? emptyMeasured(target.stable.version),
      canary,
    };
  });
  const verdicts = windows.map(({ verdict }) => verdict);
  const counts = countOf(verdicts);
  const rollbacks = rollbacksIn(policy, verdicts);
  return {
    windows,
    result: { targetId: id, subject, counts, rollbacks, summary: summaryOf(target, subject, counts, rollbacks) },
  };
}

const measuredOf = (point: TrafficPoint | undefined, version: string): Measured =>
  point
    ? {
        version,
        requests: point.requests,
        errors: point.errors,
        latency: point.latency ?? [],
        latencySumMs: (point.latencyMs.avg ?? 0) * point.requests,
      }
    : emptyMeasured(version);

function countOf(verdicts: readonly Verdict[]): Record<Verdict, number> {
  const counts = { pass: 0, fail: 0, inconclusive: 0, error: 0 };
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}

/** How often the limits are reached when a run begins anew after each time. */
function rollbacksIn(policy: RolloutPlan["analysis"], verdicts: readonly Verdict[]): number {
  let rollbacks = 0;
  let since: Verdict[] = [];
  for (const verdict of verdicts) {
    since.push(verdict);
    if (failureLimitReached(policy, since) === null) continue;
    rollbacks += 1;
    since = [];
  }
  return rollbacks;
}

function summaryOf(
  target: TrafficTarget,
  subject: "candidate" | "stable",
  counts: Record<Verdict, number>,
  rollbacks: number,
): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const who = `${target.service} ${target[subject].version}`;
  if (total === 0) return `Nothing was measured of ${who}, so nothing is known of these thresholds.`;
  const windows = `${who}: of ${total} past windows ${counts.pass} pass, ${counts.fail} fail, ${counts.inconclusive} say too little`;
  const against =
    subject === "candidate"
      ? `, held against ${target.stable.version}`
      : " by the absolute limits (the candidate had no traffic to compare)";
  const times = rollbacks === 1 ? "once" : `${rollbacks} times`;
  const end = rollbacks > 0 ? `It would have been rolled back ${times}` : "It would never have been rolled back";
  const warning =
    subject === "stable" && rollbacks > 0 ? ": the version you trust breaks these limits; loosen them first" : "";
  return `${windows}${against}. ${end}${warning}.`;
}
