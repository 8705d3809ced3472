import type { RolloutPlan } from "../../model/rollout-plan";
import type { RolloutStore } from "../rollout-store";
import { namespacesOfPlan } from "../run/rollout-names";
import { freezeReason } from "./freeze-reason";

/** Words of the freeze window that holds a plan now (epoch ms), of those that are stored; null: none is on. */
export async function frozenNow(
  rollouts: Pick<RolloutStore, "freezeWindows">,
  plan: Pick<RolloutPlan, "targets">,
  nowMs: number,
): Promise<string | null> {
  return freezeReason(await rollouts.freezeWindows(), namespacesOfPlan(plan), nowMs);
}
