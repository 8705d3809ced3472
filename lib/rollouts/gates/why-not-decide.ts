import type { Actor } from "../../model/actor";
import type { PlanGate } from "../../model/rollout-plan";
import type { RolloutRow } from "../rollout-store";
import { isEligible } from "./quorum";
import { selfReason } from "./void-reason";

/** Why somebody may not decide at a gate; null: they may. */
export function whyNotDecide(
  actor: Actor,
  row: Pick<RolloutRow, "author" | "starter">,
  gate: PlanGate,
  self = false,
): string | null {
  if (!gate.rules.some((rule) => isEligible(rule, actor))) return "None of the gate's rules names you or your roles.";
  const own = self ? null : selfReason(gate, actor, row);
  return own && `${own.charAt(0).toUpperCase()}${own.slice(1)}.`;
}
