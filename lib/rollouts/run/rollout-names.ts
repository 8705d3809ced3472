import {
  BASELINE_STEP,
  PROMOTED_STEP,
  planSteps,
  ROLLED_BACK_STEP,
  type RolloutPlan,
  type RolloutTarget,
} from "../../model/rollout-plan";
import type { RolloutRow } from "../rollout-store";

/** Namespaces a plan steers in; whoever acts on it needs rights in all of them. */
export function namespacesOfPlan({ targets }: Pick<RolloutPlan, "targets">): string[] {
  return [...new Set(targets.map(({ target }) => target.namespace))];
}

/** What only one run may hold at a time: a host, or a selection of mutual TLS. */
export function targetKeys({ mesh, targets }: Pick<RolloutPlan, "mesh" | "targets">): string[] {
  return [...new Set(targets.map(({ target }) => `${mesh}/${keyOf(target)}`))];
}

function keyOf(target: RolloutTarget): string {
  if (target.kind === "traffic") return `traffic/${target.host}`;
  return `mtls/${target.namespace}/${target.app}/${target.port ?? ""}`;
}

/** "rollout 7 reviews to v2": how the audit log names a rollout. */
export function auditTarget({ number, plan }: Pick<RolloutRow, "number" | "plan">): string {
  return `rollout ${number} ${plan.name}`;
}

/** What a write of a run is for, as the history of an object says it: "rollout 7 reviews to v2: step 2 of 3". */
export function writeReason(row: Pick<RolloutRow, "number" | "plan">, stepId: string): string {
  return `${auditTarget(row)}: ${stepWords(row.plan, stepId)}`;
}

function stepWords(plan: RolloutPlan, stepId: string): string {
  if (stepId === BASELINE_STEP) return "as it was before";
  if (stepId === ROLLED_BACK_STEP) return "back to stable";
  if (stepId === PROMOTED_STEP) return "promoted";
  const steps = planSteps(plan);
  return `step ${steps.findIndex(({ step }) => step.id === stepId) + 1} of ${steps.length}`;
}
