import type { DecisionBinding } from "../../model/approval";
import { BASELINE_STEP } from "../../model/rollout-plan";
import { firstStepId } from "../machine/next-stop";
import { canonicalHash } from "../plan/canonical-hash";
import { desiredState, type PlannedObject } from "../plan/desired-state";
import type { RolloutRow } from "../rollout-store";

/** The step whose writing a decision now would lead to. */
export function comingStepId({ plan, state }: RolloutRow): string {
  return state.stepId === BASELINE_STEP ? firstStepId(plan) : state.stepId;
}

/**
 * Hash of what is approved: the plan, the revision, the gate, and the objects as they are and as they would be. Live figures are not in it: those close
 * the gate by themselves.
 */
export function evidenceHash(row: RolloutRow, baseline: readonly PlannedObject[]): string {
  const { plan, revisionHash, state } = row;
  const texts = (stepId: string) =>
    desiredState(plan, stepId, baseline).map(({ key, yaml }) => [key.plural, key.namespace, key.name, yaml]);
  return canonicalHash({
    planHash: plan.hash,
    revisionHash,
    stepId: state.stepId,
    gateId: state.gateId,
    before: texts(state.appliedStepId),
    after: texts(comingStepId(row)),
  });
}

/** What a decision about a run must carry now. */
export function bindingOf(row: RolloutRow, baseline: readonly PlannedObject[]): DecisionBinding {
  const { plan, revisionHash, state } = row;
  const atGate = state.phase === "gate" || (state.phase === "paused" && state.pausedFrom === "gate");
  return {
    revisionHash,
    planHash: plan.hash,
    stepId: state.stepId,
    gateId: atGate ? state.gateId : null,
    evidenceHash: atGate ? evidenceHash(row, baseline) : null,
    stepSeq: state.stepSeq,
  };
}
