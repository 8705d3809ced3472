import { TERMINAL_PHASES } from "../../model/rollout";
import type { RolloutRow } from "../rollout-store";

/** Whether a run is under way: started and not ended. */
export function isRunning({ state: { phase } }: Pick<RolloutRow, "state">): boolean {
  return phase !== "draft" && phase !== "validated" && !TERMINAL_PHASES.includes(phase);
}
