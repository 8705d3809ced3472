import type { StoredAnalysis } from "../../model/analysis";
import { type RolloutEvent, type StepProgress, TERMINAL_PHASES } from "../../model/rollout";
import { PROMOTED_STEP, planSteps } from "../../model/rollout-plan";
import type { RolloutRow } from "../rollout-store";
import { desiredShares } from "../run/desired-shares";

/** The steps as the time line draws them, from the run's own record. `events` oldest first, `analyses` newest first. */
export function progressOf(
  { plan, state }: RolloutRow,
  events: readonly RolloutEvent[],
  analyses: readonly StoredAnalysis[],
): StepProgress[] {
  const steps = planSteps(plan);
  const ended = TERMINAL_PHASES.includes(state.phase) || state.phase === "rollingBack";
  const at = state.stepId === PROMOTED_STEP ? steps.length : steps.findIndex(({ step }) => step.id === state.stepId);
  return steps.map(({ step, target }, i) => {
    const own = events.filter((event) => event.stepId === step.id);
    const enteredAt = own.find((event) => event.toPhase === "applying")?.at ?? null;
    const last = own.at(-1);
    const after = last && events[events.indexOf(last) + 1];
    return {
      stepId: step.id,
      targetId: target.id,
      state: stateOf(i, at, ended, state.phase === "succeeded", enteredAt),
      enteredAt,
      leftAt: enteredAt === null ? null : (after?.at ?? null),
      desired: desiredShares(plan, step.id),
      observed: own.findLast((event) => event.observed.length > 0 && event.fromPhase === "baking")?.observed ?? [],
      verdict: analyses.find((one) => one.stepId === step.id)?.verdict ?? null,
    };
  });
}

function stateOf(
  i: number,
  at: number,
  ended: boolean,
  done: boolean,
  enteredAt: string | null,
): StepProgress["state"] {
  if (done || (i < at && enteredAt !== null)) return "done";
  if (ended) return enteredAt === null ? "skipped" : "done";
  return i === at ? "current" : "ahead";
}
