import type { RolloutDetail } from "@/lib/model/rollout";
import { BASELINE_STEP, type PlanTarget } from "@/lib/model/rollout-plan";
import { readSplit } from "@/lib/policy/edit/read-split";
import { candidateShare } from "./shares";

/**
 * Per cent of a traffic target's two versions that its candidate has now. Once the run has written something that is what it wants; before,
 * it is what the objects say. Traffic of other versions is not counted: a step's share is a share of these two.
 */
export function shareNow(
  detail: Pick<RolloutDetail, "run" | "nextDiff" | "progress">,
  { id, target }: Pick<PlanTarget, "id" | "target">,
): number {
  if (target.kind !== "traffic") return 0;
  const begun = detail.progress.some((one) => one.targetId === id && one.enteredAt !== null);
  const wanted = candidateShare(detail.run.desired, { id, candidate: target.candidate.version }) ?? 0;
  if (begun || (detail.run.stepId !== BASELINE_STEP && wanted > 0)) return wanted;
  return writtenShare(detail.nextDiff, target) ?? wanted;
}

/** The candidate's part of what the route that is about to be rewritten gives to the two versions; null: nothing is split. */
function writtenShare(
  diffs: RolloutDetail["nextDiff"],
  { host, stable, candidate }: Extract<PlanTarget["target"], { kind: "traffic" }>,
): number | null {
  const route = diffs.find((one) => one.kind === "VirtualService" && one.before !== null);
  if (!route?.before) return null;
  const { weights } = readSplit(route.before, host).intent;
  const of = (subset: string) => weights.find((one) => one.subset === subset)?.weight ?? 0;
  const both = of(stable.subset) + of(candidate.subset);
  return both > 0 ? (of(candidate.subset) / both) * 100 : null;
}
