import { randomUUID } from "node:crypto";
import type { StoredAnalysis, Verdict } from "../../model/analysis";
import { type PlanTarget, planSteps, type RolloutPlan } from "../../model/rollout-plan";
import { analyseTarget, watchesPlaintext } from "../analysis/analyse-target";
import { failureLimitReached } from "../analysis/verdict-limits";
import { judgedOnCopies } from "../plan/judged-on-copies";
import type { Desk } from "./desk";
import { measureSides } from "./measure-sides";

/** What analysis has said of the step that is applied. */
export interface StepJudgement {
  /** newest first, of this step only, and since it was entered */
  results: StoredAnalysis[];
  /** latest verdict; null: none yet */
  verdict: Verdict | null;
  /** sentence for the rollback, once the limits are reached; null: not reached */
  failed: string | null;
}

const KEPT = 200;

/** Judges the applied step when its interval has passed, keeps the result with the run, and tells what all results of the step come to. */
export async function judgeStep(desk: Desk): Promise<StepJudgement> {
  const { row, nowMs } = desk;
  const { state, plan } = row;
  const since = Math.max(state.stepEnteredAtMs, state.bakeStartedAtMs ?? 0);
  const target = targetOfStep(desk);
  if (!target || !isJudged(plan, target, state.appliedStepId)) return { results: [], verdict: null, failed: null };
  const results = await resultsOf(desk, since);
  const latest = results[0];
  const due = !latest || nowMs - Date.parse(latest.at) >= plan.analysis.intervalSec * 1000;
  if (due) {
    const result = await look(desk, target, since, results.length + 1);
    if (result) {
      await desk.deps.store.rollouts.addAnalysis(row.id, result);
      results.unshift(result);
    }
  }
  const verdicts = results.map(({ verdict }) => verdict).reverse();
  const limit = failureLimitReached(plan.analysis, verdicts);
  const failed =
    limit === null ? null : `${limit} ${results.find(({ verdict }) => verdict === "fail")?.why ?? ""}`.trim();
  return { results, verdict: results[0]?.verdict ?? null, failed };
}

async function resultsOf({ deps, memory, row: { id, state } }: Desk, sinceMs: number): Promise<StoredAnalysis[]> {
  const key = `${state.appliedStepId} ${sinceMs}`;
  if (memory.analyses?.key === key) return memory.analyses.results;
  const all = await deps.store.rollouts.analyses(id, KEPT);
  const results = all.filter((one) => one.stepId === state.appliedStepId && Date.parse(one.at) >= sinceMs);
  memory.analyses = { key, results };
  return results;
}

/** Whether anything can be said of a step: the policy has checks, or plaintext callers are watched. */
export const isJudged = (plan: RolloutPlan, target: PlanTarget, stepId: string): boolean =>
  plan.analysis.checks.length > 0 || watchesPlaintext(target, stepId);

/** The target whose step is in the mesh; undefined: none is. */
function targetOfStep({ row: { plan, state } }: Desk): PlanTarget | undefined {
  if (state.appliedStepId === PROMOTED) return plan.targets.at(-1);
  return planSteps(plan).find(({ step }) => step.id === state.appliedStepId)?.target;
}

const PROMOTED = "@promoted";

/** One window, measured and judged. null: there is no whole window yet. A source that is away is a verdict of its own: error. */
async function look(desk: Desk, target: PlanTarget, sinceMs: number, times: number): Promise<StoredAnalysis | null> {
  const { row, nowMs } = desk;
  const policy = row.plan.analysis;
  const sides = await measureSides(desk, target, sinceMs, judgedOnCopies(target, row.state.appliedStepId));
  if (!sides) return null;
  const { stable, canary } = sides;
  const result = analyseTarget({ policy, target, stepId: row.state.appliedStepId, sides, look: times });
  return {
    ...result,
    id: randomUUID(),
    stepId: row.state.appliedStepId,
    targetId: target.id,
    at: new Date(nowMs).toISOString(),
    from: new Date(sides.fromMs).toISOString(),
    to: new Date(sides.toMs).toISOString(),
    stable,
    canary,
  };
}
