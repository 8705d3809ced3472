import { BASELINE_STEP } from "../../../model/rollout-plan";
import { freezeReason } from "../../windows/freeze-reason";
import type { Desk, Found } from "../desk";
import { judgeStep } from "../judge-step";
import { namespacesOf } from "./waiting-at-gate";

/** Standing still: analysis of what is applied goes on; a freeze window that is over lets the run go on by itself. */
export async function paused(desk: Desk): Promise<Found> {
  const { row, deps, nowMs } = desk;
  if (row.state.reason !== "conflict" && row.state.appliedStepId !== BASELINE_STEP) {
    const { failed } = await judgeStep(desk);
    if (failed) return { event: { type: "fail", why: failed }, text: failed };
  }
  if (row.state.reason !== "window") return null;
  const frozen = freezeReason(await deps.store.rollouts.freezeWindows(), namespacesOf(desk), nowMs);
  return frozen ? null : { event: { type: "windowOpened" }, text: "The freeze window is over" };
}
