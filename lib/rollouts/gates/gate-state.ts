import type { ApprovalRow } from "../rollout-store";
import { quorum, type RuleCount } from "./quorum";
import { type GateMoment, gateExpiresMs, voidReason } from "./void-reason";

export interface GateState {
  state: "waiting" | "closed" | "satisfied" | "rejected" | "expired";
  closedBecause: string[];
  rules: RuleCount[];
}

/**
 * What a gate has come to. A rejection wins over any approval; expiry never approves; while analysis fails or a freeze window is on the
 * gate is closed, whoever has approved. `closedBecause`: what closes it, from outside.
 */
export function gateState(
  moment: GateMoment,
  approvals: readonly ApprovalRow[],
  closedBecause: readonly string[],
): GateState {
  const { gate, gateOpenedAtMs, nowMs } = moment;
  const counting = approvals.filter((row) => voidReason(row, moment) === null);
  const rules = quorum(
    gate,
    counting.map((row) => row.person),
  );
  const rejected = approvals.some(
    (row) => row.decision === "rejected" && row.gateId === gate.id && row.gateOpenedAtMs === gateOpenedAtMs,
  );
  const result = (state: GateState["state"]) => ({ state, closedBecause: [...closedBecause], rules });
  if (rejected) return result("rejected");
  if (nowMs >= gateExpiresMs(gate, gateOpenedAtMs)) return result("expired");
  if (closedBecause.length > 0) return result("closed");
  return result(rules.every(({ met }) => met) ? "satisfied" : "waiting");
}
