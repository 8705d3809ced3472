import type { StoredAnalysis } from "../../../model/analysis";
import { PROMOTED_STEP } from "../../../model/rollout-plan";
import { compareSides } from "../../analysis/compare-sides";
import { desiredShares, showsInShare } from "../../run/desired-shares";
import { withoutCapacity } from "../capacity";
import type { Desk, Found } from "../desk";
import { judgeStep } from "../judge-step";
import { judgeShares, measureSince, noteShares, type TargetMeasure } from "../measure-share";
import { propagated } from "../propagated";
import { writeStep } from "../write-step";
import { backsOff, written } from "../written";

/** The candidate becomes what the objects name for good; it is promoted once traffic shows it and nothing fails. */
export async function promoting(desk: Desk): Promise<Found> {
  const { row, nowMs } = desk;
  const { plan, state } = row;
  if (state.appliedStepId !== PROMOTED_STEP) {
    if (backsOff(desk)) return null;
    const done = (meshRevision: number) => ({ type: "promotedWritten", meshRevision }) as const;
    return written(desk, await writeStep(desk, PROMOTED_STEP), done, "The promoted state is written");
  }
  const judgement = await judgeStep(desk);
  if (judgement.failed) return broken(desk, judgement.failed, judgement.results[0]);
  const { answered, refused } = await propagated(desk);
  const since = state.bakeStartedAtMs ?? state.enteredAtMs;
  const late = nowMs - since >= plan.propagationTimeoutSec * 1000;
  if (!late && (!answered || refused.length > 0)) return null;
  if (showsInShare(plan, PROMOTED_STEP)) {
    const measures = await measureSince(desk, since).catch((): TargetMeasure[] => []);
    await noteShares(desk, measures);
    const verdict = judgeShares(measures, desiredShares(plan, PROMOTED_STEP, state.before), plan.tolerancePercent);
    if (verdict !== "seen" && !late) return null;
  }
  if (judgement.verdict === "fail") return null;
  return { event: { type: "promoted" }, text: "The candidate takes all traffic" };
}

/**
 * The candidate fails at the end: both sides are compared, and traffic goes to the one that is well. A stable side that is too little measured to tell,
 * as it is when it has no traffic any more, is taken for well as long as it has somebody ready.
 */
function broken(desk: Desk, why: string, latest: StoredAnalysis | undefined): Found {
  const { plan } = desk.row;
  const stableGone = withoutCapacity(desk.sight, plan, "stable");
  const well = latest ? compareSides(plan.analysis, latest.stable, latest.canary) : "unknown";
  const stableFails = well === "neither" || well === "candidate";
  const healthy = stableGone.length > 0 ? "neither" : stableFails ? well : "stable";
  const also =
    stableGone.length > 0 ? ` ${stableGone.join("; ")}.` : stableFails ? " Stable fails its limits too." : "";
  const text = `${why}${also}`;
  return { event: { type: "stableBroken", healthy, why: text }, text };
}
