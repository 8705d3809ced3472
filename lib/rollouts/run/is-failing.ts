import type { RolloutRow, RolloutStore } from "../rollout-store";

/** Whether the latest verdict on the step that is applied is "fail". */
export async function isFailing(
  rollouts: Pick<RolloutStore, "analyses">,
  { id, state }: Pick<RolloutRow, "id" | "state">,
): Promise<boolean> {
  const [latest] = await rollouts.analyses(id, 1);
  return latest !== undefined && latest.stepId === state.appliedStepId && latest.verdict === "fail";
}
