import type { RolloutPlan } from "@/lib/model/rollout-plan";
import { canonicalHash } from "./canonical-hash";

/** SHA-256 hex of a plan's canonical JSON without its own `hash`. Any other plan, by one byte of any field, has another. */
export function hashPlan(plan: Omit<RolloutPlan, "hash">): string {
  const { hash: _, ...hashed } = plan as RolloutPlan;
  return canonicalHash(hashed);
}

/**
 * What is rolled out, apart from how: of each target what the candidate is. Two plans of one revision differ in steps, gates or analysis only; a new
 * revision of a target supersedes the running one.
 */
export function hashRevision({ mesh, targets }: Pick<RolloutPlan, "mesh" | "targets">): string {
  return canonicalHash({ mesh, targets: targets.map(({ target }) => target) });
}
