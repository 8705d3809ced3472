import type { PlanTarget, Step } from "@/lib/model/rollout-plan";

/** Steps that decide which requests reach the candidate. */
const STEERS: ReadonlySet<Step["kind"]> = new Set(["setWeight", "headerMatch", "cookieMatch", "mirror", "switch"]);

/**
 * Whether the candidate is known by copies of requests at a step: a mirror was the last thing that sent it any. No user waits for its
 * answers then; it is judged, and its requests are counted, on the copies.
 */
export function judgedOnCopies({ steps }: Pick<PlanTarget, "steps">, stepId: string): boolean {
  const at = steps.findIndex(({ id }) => id === stepId);
  return steps.slice(0, at + 1).findLast(({ kind }) => STEERS.has(kind))?.kind === "mirror";
}
