import type { RolloutPlan } from "../../model/rollout-plan";
import type { Workload } from "../../model/workload";
import { canonicalHash } from "../plan/canonical-hash";
import { hashRevision } from "../plan/hash-plan";

/**
 * Hash of what is rolled out: the plan's targets, and the labels the candidate's workloads carry. null while none of them is known: nothing can be said
 * of a candidate that is only restarting.
 */
export function revisionOf(plan: Pick<RolloutPlan, "mesh" | "targets">, workloads: readonly Workload[]): string | null {
  const labels: string[] = [];
  for (const { target } of plan.targets) {
    if (target.kind !== "traffic") continue;
    const own = workloads.filter(
      (one) =>
        one.namespace === target.namespace &&
        one.service === target.service &&
        one.version === target.candidate.version,
    );
    if (own.length === 0) return null;
    for (const one of own) labels.push(canonicalHash({ host: target.host, labels: one.labels }));
  }
  return canonicalHash({ targets: hashRevision(plan), labels: [...new Set(labels)].sort() });
}
