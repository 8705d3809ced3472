import type { VersionShare } from "../../model/rollout";
import {
  BASELINE_STEP,
  type PlanTarget,
  PROMOTED_STEP,
  planSteps,
  type RolloutPlan,
  type Step,
} from "../../model/rollout-plan";

/** The shares of the ordinary traffic a plan wants at a step, per cent. Steps that send no ordinary traffic leave them as they were. */
export function desiredShares(plan: RolloutPlan, stepId: string): VersionShare[] {
  const steps = planSteps(plan);
  const at = steps.findIndex(({ step }) => step.id === stepId);
  return plan.targets.flatMap((target) => {
    const { target: of, id: targetId } = target;
    if (of.kind !== "traffic") return [];
    const percent = candidatePercent(target, steps.slice(0, at + 1), stepId);
    return [
      { targetId, version: of.stable.version, percent: 100 - percent },
      { targetId, version: of.candidate.version, percent },
    ];
  });
}

function candidatePercent(target: PlanTarget, done: readonly { target: PlanTarget; step: Step }[], stepId: string) {
  if (stepId === PROMOTED_STEP) return 100;
  if (stepId === BASELINE_STEP) return 0;
  let percent = 0;
  for (const { target: own, step } of done) {
    if (own.id !== target.id) continue;
    if (step.kind === "setWeight") percent = step.weight;
    if (step.kind === "switch") percent = 100;
  }
  return percent;
}

/** Whether the measured share of ordinary traffic can tell that a step is there: requests that are matched or mirrored blur it. */
export function showsInShare(plan: RolloutPlan, stepId: string): boolean {
  if (stepId === PROMOTED_STEP) return plan.targets.some(({ target }) => target.kind === "traffic");
  const at = planSteps(plan).find(({ step }) => step.id === stepId);
  if (!at || (at.step.kind !== "setWeight" && at.step.kind !== "switch")) return false;
  const before = at.target.steps.slice(0, at.target.steps.indexOf(at.step) + 1);
  return at.step.kind === "switch" || !before.some(({ kind }) => kind === "headerMatch" || kind === "cookieMatch");
}
