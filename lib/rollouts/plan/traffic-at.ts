import { HeddleError } from "@/lib/model/heddle-error";
import type { PlanTarget, RolloutPlan, Step } from "@/lib/model/rollout-plan";
import { BASELINE_STEP, PROMOTED_STEP, ROLLED_BACK_STEP } from "@/lib/model/rollout-plan";
import { NO_TRAFFIC, type TrafficState } from "./steer-virtual-service";

/** What a target is like at a step: as found, or steered. */
export type TargetState =
  | { kind: "baseline" }
  | { kind: "traffic"; state: TrafficState }
  | { kind: "mtls"; mode: "permissive" | "strict" };

/**
 * What a target is like at a step of the plan: its own steps up to there folded together; done when the plan is past it, untouched when it is still ahead.
 * Weights, matches and modes hold until a later step says otherwise; a mirror until a weight sends real requests. Throws `not_found` for a
 * step that the plan does not have.
 */
export function targetAt(plan: Pick<RolloutPlan, "targets">, target: PlanTarget, stepId: string): TargetState {
  if (stepId === BASELINE_STEP) return { kind: "baseline" };
  if (stepId === PROMOTED_STEP) return folded(target, target.steps, true);
  const back = rolledBackFrom(plan, stepId);
  const own = plan.targets.indexOf(target);
  if (back !== null) return own >= back ? rolledBack(target) : folded(target, target.steps, false);
  const current = plan.targets.findIndex(({ steps }) => steps.some(({ id }) => id === stepId));
  if (current < 0) {
    throw new HeddleError("not_found", {
      what: `The plan has no step ${stepId}.`,
      why: "Steps belong to one plan; editing makes another one.",
      next: "Name a step of this plan.",
    });
  }
  if (own > current) return { kind: "baseline" };
  const end = own < current ? target.steps.length : target.steps.findIndex(({ id }) => id === stepId) + 1;
  return folded(target, target.steps.slice(0, end), false);
}

/**
 * The reserved steps of a rollback in their order: targets go back one by one, the last that was begun first. Each leaves the ones before it where they
 * are; the last one is all of them.
 */
export function rollbackSteps(plan: Pick<RolloutPlan, "targets">, stepId: string): string[] {
  const at = plan.targets.findIndex(({ steps }) => steps.some(({ id }) => id === stepId));
  const begun = at < 0 ? plan.targets.length : at + 1;
  return Array.from({ length: begun }, (_, i) =>
    i === begun - 1 ? ROLLED_BACK_STEP : `${ROLLED_BACK_STEP}-${begun - i}`,
  );
}

/** Index of the first target that a rollback step takes back; null: no such step. */
function rolledBackFrom({ targets }: Pick<RolloutPlan, "targets">, stepId: string): number | null {
  if (stepId === ROLLED_BACK_STEP) return 0;
  const nth = stepId.startsWith(`${ROLLED_BACK_STEP}-`) ? Number(stepId.slice(ROLLED_BACK_STEP.length + 1)) : 0;
  return nth >= 1 && nth <= targets.length ? nth - 1 : null;
}

const rolledBack = ({ target }: PlanTarget): TargetState =>
  target.kind === "mtls" ? { kind: "baseline" } : { kind: "traffic", state: NO_TRAFFIC };

function folded({ target }: PlanTarget, steps: readonly Step[], promoted: boolean): TargetState {
  if (target.kind === "mtls") {
    const last = steps.flatMap((step) => (step.kind === "setMtls" ? [step.mode] : [])).at(-1);
    return last ? { kind: "mtls", mode: last } : { kind: "baseline" };
  }
  if (promoted) return { kind: "traffic", state: { ...NO_TRAFFIC, weight: 100, promoted } };
  return { kind: "traffic", state: steps.reduce(afterStep, NO_TRAFFIC) };
}

function afterStep(state: TrafficState, step: Step): TrafficState {
  switch (step.kind) {
    case "setWeight":
      return { ...state, weight: step.weight, mirror: step.weight > 0 ? null : state.mirror };
    case "switch":
      return { ...state, weight: 100, matches: [], mirror: null };
    case "headerMatch":
    case "cookieMatch": {
      const kind = step.kind === "headerMatch" ? ("header" as const) : ("cookie" as const);
      return { ...state, matches: [...state.matches, { kind, ...step.match }] };
    }
    case "mirror":
      return {
        ...state,
        mirror: { percent: step.percent, methods: step.methods.length > 0 ? step.methods : null },
      };
    default:
      return state;
  }
}
