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
      desired: desiredShares(plan, step.id, state.before),
      observed: observedIn(step.id, events),
      verdict: analyses.find((one) => one.stepId === step.id)?.verdict ?? null,
    };
  });
}

/** The share last seen while a step was in the mesh. The event that ends a bake names the step that comes next: it tells of the one before. */
function observedIn(stepId: string, events: readonly RolloutEvent[]): RolloutEvent["observed"] {
  const seen = events.findLast((event, i) => {
    const of = event.fromPhase === "baking" ? (events[i - 1]?.stepId ?? event.stepId) : event.stepId;
    const inMesh = event.fromPhase === "baking" || event.fromPhase === "propagating";
    return inMesh && of === stepId && event.observed.length > 0;
  });
  return seen?.observed ?? [];
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
