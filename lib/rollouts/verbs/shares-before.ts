import type { VersionShare } from "../../model/rollout";
import type { RolloutPlan } from "../../model/rollout-plan";
import { wantedShares } from "../plan/wanted-shares";
import type { BaselineObject } from "../rollout-store";

/**
 * The shares that the objects of before the run ask for, per cent of each traffic target's two sides: what the run comes back to when a person ends it.
 * A target that no route splits is left out.
 */
export function sharesBefore(
  plan: RolloutPlan,
  baseline: readonly Pick<BaselineObject, "key" | "yaml">[],
): VersionShare[] {
  const objects = baseline.flatMap(({ key, yaml }) => (yaml === null ? [] : [{ key, yaml }]));
  return plan.targets.flatMap(({ id: targetId, target }) => {
    const shares = target.kind === "traffic" ? wantedShares(target, objects) : null;
    const both = shares ? shares.stable + shares.candidate : 0;
    if (target.kind !== "traffic" || !shares || both === 0) return [];
    return [
      { targetId, version: target.stable.version, percent: (shares.stable / both) * 100 },
      { targetId, version: target.candidate.version, percent: (shares.candidate / both) * 100 },
    ];
  });
}
