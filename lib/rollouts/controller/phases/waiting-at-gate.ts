import { gateState } from "../../gates/gate-state";
import { gateOf } from "../../machine/next-stop";
import { bindingOf } from "../../run/evidence-hash";
import { frozenNow } from "../../windows/frozen-now";
import type { Desk, Found } from "../desk";
import { judgeStep } from "../judge-step";

/** At a gate: analysis goes on, people decide, time runs out. */
export async function waitingAtGate(desk: Desk): Promise<Found> {
  const { row, deps, baseline, nowMs } = desk;
  const { plan, state } = row;
  const judgement = await judgeStep(desk);
  if (judgement.failed) return { event: { type: "fail", why: judgement.failed }, text: judgement.failed };
  const gate = gateOf(plan, state.gateId);
  if (!gate || state.gateOpenedAtMs === null) return null;
  const frozen = await frozenNow(deps.store.rollouts, desk.row.plan, nowMs);
  const failing = judgement.verdict === "fail";
  const closedBecause = [...(failing ? ["analysis fails"] : []), ...(frozen ? [frozen] : [])];
  const { author, starter } = row;
  const moment = {
    gate,
    binding: bindingOf(row, baseline),
    gateOpenedAtMs: state.gateOpenedAtMs,
    author,
    starter,
    nowMs,
  };
  const approvals = await deps.store.rollouts.approvals(row.id);
  const { state: now, rules } = gateState(moment, approvals, closedBecause);
  if (now === "expired") return { event: { type: "gateExpired" }, text: "Nobody decided in time." };
  if (now !== "satisfied") return null;
  const people = rules.flatMap((rule) => rule.people.map(({ name }) => name)).join(", ");
  return {
    event: { type: "gateSatisfied", evidenceUnchanged: true, expired: false, frozen, failing },
    text: `Approved by ${people}`,
  };
}
