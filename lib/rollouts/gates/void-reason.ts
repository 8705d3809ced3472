import type { DecisionBinding } from "../../model/approval";
import type { PlanGate } from "../../model/rollout-plan";
import type { ApprovalRow, Person } from "../rollout-store";

/** What an approval is held against. */
export interface GateMoment {
  gate: PlanGate;
  binding: DecisionBinding;
  gateOpenedAtMs: number;
  author: Person;
  starter: Person | null;
  nowMs: number;
}

/** Why an approval does not count towards the quorum now; null: it counts. */
export function voidReason(row: ApprovalRow, moment: GateMoment): string | null {
  const { gate, binding, nowMs } = moment;
  if (row.voidReason !== null) return row.voidReason;
  if (row.decision !== "approved") return "it is not an approval";
  if (row.gateId !== gate.id || row.stepId !== binding.stepId) return "it was given at another gate";
  if (row.gateOpenedAtMs !== moment.gateOpenedAtMs) return "the gate asked anew since";
  if (row.planHash !== binding.planHash) return "it was given for another plan";
  if (row.revisionHash !== binding.revisionHash) return "it was given for another revision";
  if (row.evidenceHash !== binding.evidenceHash) return "what would be written has changed since";
  if (nowMs - Date.parse(row.at) > gate.validForSec * 1000) return "it lapsed before it was used";
  return selfReason(gate, row.person, moment);
}

/** Why a person may not decide in their own matter; null: they may. */
export function selfReason(
  gate: Pick<PlanGate, "allowSelf">,
  person: Person,
  { author, starter }: Pick<GateMoment, "author" | "starter">,
): string | null {
  if (gate.allowSelf) return null;
  if (person.id === author.id) return "who wrote the plan does not approve it";
  return person.id === starter?.id ? "who started the rollout does not approve it" : null;
}

/** When a gate expires, epoch ms. */
export function gateExpiresMs(gate: PlanGate, openedAtMs: number): number {
  return openedAtMs + gate.expiresAfterSec * 1000;
}
