import type { AnalysisCheck, AnalysisPolicy, Measured } from "../../model/analysis";
import { EDGE_BUCKET_MS } from "../../model/edge-sample";
import type { PlanTarget } from "../../model/rollout-plan";
import { analyse } from "../analysis/analyse";
import { compareSides } from "../analysis/compare-sides";
import type { MeasuredSides } from "../analysis/rollout-metrics";
import type { Desk, Found } from "./desk";
import { measureSides } from "./measure-sides";

/** The run's own ways back. What a person asked for is done whatever the figures say; a candidate that was replaced is nothing to hold on to. */
const OWN: readonly string[] = ["failed", "inconclusive", "blind", "expired"];
/** A way back does not wait for metrics longer than this. */
const ANSWER_MS = 2000;

/**
 * Before traffic is given back to stable both sides are compared: where stable is up but fails its limits while the candidate keeps them, or does clearly
 * worse than a candidate that fails too, the run holds where it is and a person decides. Too few requests, or metrics that do not answer, stop nothing.
 */
export async function stableBroken(desk: Desk, target: PlanTarget, sinceMs: number): Promise<Found> {
  const { plan, state } = desk.row;
  const { memory, nowMs } = desk;
  if (!OWN.includes(state.reason) || target.target.kind !== "traffic" || plan.analysis.checks.length === 0) return null;
  if (nowMs - (memory.comparedAtMs ?? 0) < EDGE_BUCKET_MS) return null;
  memory.comparedAtMs = nowMs;
  const sides = await inTime(measureSides(desk, target, sinceMs));
  if (!sides || sides.blind !== null) return null;
  const { stable, canary } = sides;
  const well = compareSides(plan.analysis, stable, canary);
  const worse = well === "neither" && isWorse(plan.analysis, stable, canary);
  if (well !== "candidate" && !worse) return null;
  const { verdict: _, why } = analyse({ policy: plan.analysis, stable: null, canary: stable });
  const { service, stable: side, candidate } = target.target;
  const other = worse
    ? `${candidate.version} fails too, but less: nothing is moved`
    : `${candidate.version} keeps its limits: it keeps what it had`;
  const text = `On the way back ${service} ${side.version} was found broken. ${why} ${other}.`;
  return { event: { type: "stableBroken", healthy: worse ? "neither" : "candidate", why: text }, text };
}

/** Whether stable does worse than the candidate by more than the policy allows, and not by chance. */
function isWorse(policy: AnalysisPolicy, stable: Measured, canary: Measured): boolean {
  const compared: AnalysisPolicy = { ...policy, checks: policy.checks.map(onlyCompared) };
  return analyse({ policy: compared, stable: canary, canary: stable }).verdict === "fail";
}

const onlyCompared = (check: AnalysisCheck): AnalysisCheck =>
  check.metric === "latency" ? { ...check, maxMs: null } : { ...check, minPercent: null };

async function inTime(measured: Promise<MeasuredSides | null>): Promise<MeasuredSides | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ANSWER_MS);
  });
  return Promise.race([measured, late]).finally(() => clearTimeout(timer));
}
