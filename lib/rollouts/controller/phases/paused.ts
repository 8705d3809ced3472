import { BASELINE_STEP } from "../../../model/rollout-plan";
import { frozenNow } from "../../windows/frozen-now";
import type { Desk, Found } from "../desk";
import { judgeStep } from "../judge-step";

/** Standing still: analysis of what is applied goes on; a freeze window that is over lets the run go on by itself. */
export async function paused(desk: Desk): Promise<Found> {
  const { row, deps, nowMs } = desk;
  if (row.state.reason !== "conflict" && row.state.appliedStepId !== BASELINE_STEP) {
    const { failed } = await judgeStep(desk);
    if (failed) return { event: { type: "fail", why: failed }, text: failed };
  }
  if (row.state.reason !== "window") return null;
  const frozen = await frozenNow(deps.store.rollouts, desk.row.plan, nowMs);
  return frozen ? null : { event: { type: "windowOpened" }, text: "The freeze window is over" };
}
