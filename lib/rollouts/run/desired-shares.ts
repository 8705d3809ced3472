import type { VersionShare } from "../../model/rollout";
import { PROMOTED_STEP, planSteps, type RolloutPlan } from "../../model/rollout-plan";
import { targetAt } from "../plan/traffic-at";

/**
 * The shares of the ordinary traffic that the objects ask for at a step, per cent of each traffic target's two sides: what targetAt writes, and `before`
 * where a target is as it was found. A target that is as found and that no route splits is left out: its calls spread over all versions.
 */
export function desiredShares(plan: RolloutPlan, stepId: string, before: readonly VersionShare[]): VersionShare[] {
  return plan.targets.flatMap((target) => {
    const { target: of, id: targetId } = target;
    if (of.kind !== "traffic") return [];
    const at = targetAt(plan, target, stepId);
    if (at.kind !== "traffic") return before.filter((one) => one.targetId === targetId);
    const percent = at.state.weight;
    return [
      { targetId, version: of.stable.version, percent: 100 - percent },
      { targetId, version: of.candidate.version, percent },
    ];
  });
}

/** Whether the measured share of ordinary traffic can tell that a step is there: requests that are matched or mirrored blur it. */
export function showsInShare(plan: RolloutPlan, stepId: string): boolean {
  if (stepId === PROMOTED_STEP) return plan.targets.some(({ target }) => target.kind === "traffic");
  const at = planSteps(plan).find(({ step }) => step.id === stepId);
  if (!at || (at.step.kind !== "setWeight" && at.step.kind !== "switch")) return false;
  const before = at.target.steps.slice(0, at.target.steps.indexOf(at.step) + 1);
  return at.step.kind === "switch" || !before.some(({ kind }) => kind === "headerMatch" || kind === "cookieMatch");
}
