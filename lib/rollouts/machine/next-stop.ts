import { type PlanGate, PROMOTED_STEP, planSteps, type RolloutPlan, type Step } from "../../model/rollout-plan";
import type { RunState } from "../../model/run-state";

export function stepOf(plan: RolloutPlan, stepId: string): Step | undefined {
  return planSteps(plan).find(({ step }) => step.id === stepId)?.step;
}

/** The gate a run waits at by its id; undefined: the plan has no such gate. */
export function gateOf(plan: RolloutPlan, gateId: string | null): PlanGate | undefined {
  const gates = [plan.startGate, plan.promotionGate, ...planSteps(plan).map(({ step }) => step.gate)];
  return gates.find((gate) => gate?.id === gateId) ?? undefined;
}

/** Enters a step: its gate if it has one, else its application. */
export function enterStep(plan: RolloutPlan, stepId: string, nowMs: number): Partial<RunState> {
  const gate = stepId === PROMOTED_STEP ? plan.promotionGate : (stepOf(plan, stepId)?.gate ?? null);
  return gate ? atGate(gate, stepId, nowMs) : passGate(stepId, nowMs);
}

export function atGate(gate: PlanGate, stepId: string, nowMs: number): Partial<RunState> {
  return { phase: "gate", stepId, gateId: gate.id, gateOpenedAtMs: nowMs };
}

/** Behind the gate of a step: it is written. */
export function passGate(stepId: string, nowMs: number): Partial<RunState> {
  return {
    phase: stepId === PROMOTED_STEP ? "promoting" : "applying",
    stepId,
    stepEnteredAtMs: nowMs,
    bakeStartedAtMs: null,
    bakedMs: 0,
    inconclusiveSinceMs: null,
    gateId: null,
    gateOpenedAtMs: null,
    weak: false,
  };
}

/** What comes after the current step: the next step, or promotion. */
export function afterStep(plan: RolloutPlan, stepId: string, nowMs: number): Partial<RunState> {
  const steps = planSteps(plan);
  const at = steps.findIndex(({ step }) => step.id === stepId);
  return enterStep(plan, steps[at + 1]?.step.id ?? PROMOTED_STEP, nowMs);
}

/** The first step of a plan. */
export function firstStepId(plan: RolloutPlan): string {
  return planSteps(plan)[0]?.step.id ?? PROMOTED_STEP;
}
