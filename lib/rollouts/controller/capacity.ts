import { type PlanTarget, ROLLED_BACK_STEP, type RolloutPlan } from "../../model/rollout-plan";
import type { Workload } from "../../model/workload";
import type { RolloutRow } from "../rollout-store";
import { desiredShares } from "../run/desired-shares";
import type { MeshSight } from "./desk";

type Side = "stable" | "candidate";

/** Instances of one side that may take traffic. */
export function readyInstances(
  { workloads }: Pick<MeshSight, "workloads">,
  { target }: PlanTarget,
  side: Side,
): number {
  if (target.kind !== "traffic") return 0;
  return workloads
    .filter((one) => isSide(one, target, target[side].version))
    .reduce((sum, one) => sum + one.healthyInstances, 0);
}

const isSide = (one: Workload, { namespace, service }: { namespace: string; service: string }, version: string) =>
  one.namespace === namespace && one.service === service && one.version === version;

/** The targets one side of which has nobody ready, in words; [] when all have. */
export function withoutCapacity(sight: Pick<MeshSight, "workloads">, plan: RolloutPlan, side: Side): string[] {
  return plan.targets.flatMap((one) =>
    one.target.kind === "traffic" && readyInstances(sight, one, side) === 0
      ? [`${one.target.service} ${one.target[side].version} has no ready instance`]
      : [],
  );
}

/** A shift on the way back that the plan itself does not have. */
export interface Shift {
  stepId: string;
  plan: RolloutPlan;
  text: string;
}

/** Index of the target that a step of the way back is about. */
export function rollbackTarget(rollbackStep: string): number {
  return rollbackStep === ROLLED_BACK_STEP ? 0 : Number(rollbackStep.slice(ROLLED_BACK_STEP.length + 1)) - 1;
}

/**
 * What stable has room for, when that is less than all it had at the start: the candidate keeps the rest for as long. null: stable can take all, or
 * the candidate has nobody left to keep anything.
 */
export function shiftFor(sight: Pick<MeshSight, "workloads">, row: RolloutRow, rollbackStep: string): Shift | null {
  const at = rollbackTarget(rollbackStep);
  const target = row.plan.targets[at];
  if (target?.target.kind !== "traffic" || readyInstances(sight, target, "candidate") === 0) return null;
  const needed = Math.max(1, row.state.stableInstances[target.id] ?? 1);
  const share = Math.floor((100 * readyInstances(sight, target, "stable")) / needed);
  if (share >= 100) return null;
  const { candidate, service } = target.target;
  const now = desiredShares(row.plan, row.state.appliedStepId, row.state.before).find(
    (one) => one.targetId === target.id && one.version === candidate.version,
  );
  const weight = Math.min(now?.percent ?? 0, 100 - share);
  if (weight === 0) return null;
  const stepId = `@shift-${weight}`;
  const base = { gate: null, bakeSec: 0, minRequests: 0, analyse: false };
  const steps: PlanTarget["steps"] = [{ id: stepId, kind: "setWeight", weight, ...base }];
  const targets = row.plan.targets.map((one, i) => (i === at ? { ...one, steps } : one));
  return {
    stepId,
    plan: { ...row.plan, targets },
    text: `${service} ${target.target.stable.version} has room for ${share} % only; the rest follows as it scales`,
  };
}
