import type { VersionShare } from "../../model/rollout";
import type { PlanTarget } from "../../model/rollout-plan";
import { analysisWindow } from "../analysis/analysis-window";
import type { MeasuredSides } from "../analysis/rollout-metrics";
import type { Desk } from "./desk";

export interface TargetMeasure {
  target: PlanTarget;
  sides: MeasuredSides;
}

const LOOK_BACK_SEC = 60;

/** What traffic went where since a moment, target by target. [] while no whole bucket has passed since. Throws what the metrics source throws. */
export async function measureSince(desk: Desk, sinceMs: number): Promise<TargetMeasure[]> {
  const policy = { windowSec: LOOK_BACK_SEC, warmUpSec: 0 };
  const window = analysisWindow({ policy, sinceMs, nowMs: desk.nowMs });
  if (!window) return [];
  const { plan, mesh } = desk.row;
  return Promise.all(
    plan.targets
      .filter(({ target }) => target.kind === "traffic")
      .map(async (target) => ({
        target,
        sides: await desk.metrics.measure({ mesh, target: target.target, ...window }),
      })),
  );
}

/** Measured shares of stable and candidate in per cent of what both took; none of a target without traffic. */
export function sharesOf(measures: readonly TargetMeasure[]): VersionShare[] {
  return measures.flatMap(({ target, sides: { stable, canary } }) => {
    const sum = stable.requests + canary.requests;
    if (sum === 0) return [];
    const share = (side: { version: string; requests: number }) => ({
      targetId: target.id,
      version: side.version,
      percent: Math.round((side.requests * 1000) / sum) / 10,
    });
    return [share(stable), share(canary)];
  });
}

/** Stores what was measured, whatever the phase: the share shown is the measured one. */
export async function noteShares(desk: Desk, measures: readonly TargetMeasure[]): Promise<void> {
  if (measures.length === 0) return;
  const observed = sharesOf(measures);
  await desk.deps.store.rollouts.observe(desk.row.id, desk.epoch, { observed, observedAtMs: desk.nowMs });
  desk.row = { ...desk.row, state: { ...desk.row.state, observed, observedAtMs: desk.nowMs } };
}

export type ShareVerdict = "seen" | "tooFew" | "off";

const FEWEST = 20;

/**
 * Whether the measured share is the wanted one: within the plan's tolerance, widened by what chance does to so few requests (two standard
 * deviations).
 */
export function judgeShares(
  measures: readonly TargetMeasure[],
  desired: readonly VersionShare[],
  tolerancePercent: number,
): ShareVerdict {
  let verdict: ShareVerdict = "seen";
  for (const { target, sides } of measures) {
    const wanted = desired.find((one) => one.targetId === target.id && one.version === sides.canary.version)?.percent;
    const sum = sides.stable.requests + sides.canary.requests;
    if (wanted === undefined) continue;
    if (sum < FEWEST) {
      verdict = verdict === "off" ? "off" : "tooFew";
      continue;
    }
    const measured = (sides.canary.requests * 100) / sum;
    const chance = 200 * Math.sqrt(((wanted / 100) * (1 - wanted / 100)) / sum);
    if (Math.abs(measured - wanted) > tolerancePercent + chance) verdict = "off";
  }
  return measures.length === 0 ? "tooFew" : verdict;
}
