import type { Actor } from "../../model/actor";
import type { Approval, GateView } from "../../model/approval";
import { gateState } from "../gates/gate-state";
import { type GateMoment, gateExpiresMs, voidReason } from "../gates/void-reason";
import { whyNotDecide } from "../gates/why-not-decide";
import { gateOf } from "../machine/next-stop";
import type { ApprovalRow, BaselineObject, RolloutRow } from "../rollout-store";
import { bindingOf } from "../run/evidence-hash";

/** The gate a run waits at, as an asker sees it; null: none. `closedBecause`: what keeps it shut. */
export function gateView(
  row: RolloutRow,
  baseline: readonly BaselineObject[],
  approvals: readonly ApprovalRow[],
  closedBecause: readonly string[],
  actor: Actor,
  nowMs: number,
): GateView | null {
  const moment = momentOf(row, baseline, nowMs);
  if (!moment) return null;
  const { gate, gateOpenedAtMs, binding } = moment;
  const { state, rules } = gateState(moment, approvals, closedBecause);
  const decided = approvals.some(
    (one) => one.person.id === actor.id && voidReason(one, moment) === null && one.gateOpenedAtMs === gateOpenedAtMs,
  );
  const whyNot =
    whyNotDecide(actor, row, gate) ??
    (decided ? "You have approved it already." : null) ??
    (closedBecause[0] ? `Closed: ${closedBecause[0]}` : null);
  return {
    gate,
    stepId: row.state.stepId,
    state,
    closedBecause: [...closedBecause],
    openedAt: new Date(gateOpenedAtMs).toISOString(),
    expiresAt: new Date(gateExpiresMs(gate, gateOpenedAtMs)).toISOString(),
    evidenceHash: binding.evidenceHash ?? "",
    rules,
    mayDecide: whyNot === null,
    whyNot,
  };
}

/** What approvals are held against now; null: the run waits at no gate. */
function momentOf(row: RolloutRow, baseline: readonly BaselineObject[], nowMs: number): GateMoment | null {
  const { plan, state, author, starter } = row;
  const gate = gateOf(plan, state.gateId);
  if (!gate || state.phase !== "gate" || state.gateOpenedAtMs === null) return null;
  return { gate, binding: bindingOf(row, baseline), gateOpenedAtMs: state.gateOpenedAtMs, author, starter, nowMs };
}

/** Every decision ever taken, and whether it counts now. */
export function approvalsOf(
  row: RolloutRow,
  baseline: readonly BaselineObject[],
  approvals: readonly ApprovalRow[],
  nowMs: number,
): Approval[] {
  const moment = momentOf(row, baseline, nowMs);
  return approvals.map(({ rolloutId: _, stepSeq: __, gateOpenedAtMs: ___, ...approval }) => {
    const stored = approvals.find(({ id }) => id === approval.id);
    const why = moment && stored ? voidReason(stored, moment) : approval.voidReason;
    return { ...approval, counts: moment !== null && why === null, voidReason: why };
  });
}
