import type { Actor } from "../../model/actor";
import { rolesIn } from "../../model/grants";
import type { PlanGate } from "../../model/rollout-plan";
import type { RolloutRow } from "../rollout-store";
import { namespacesOfPlan } from "../run/rollout-names";
import { isEligible } from "./quorum";
import { whyNobody } from "./refuse-nobody";
import { selfReason } from "./void-reason";

/** Why somebody may not decide at a gate; null: they may. `self`: a rejection, which takes no distinct person. */
export function whyNotDecide(
  actor: Actor,
  row: Pick<RolloutRow, "author" | "starter" | "plan">,
  gate: PlanGate,
  self = false,
): string | null {
  const nobody = self ? null : whyNobody(actor);
  if (nobody !== null) return nobody;
  const voter = { id: actor.id, name: actor.name, roles: rolesIn(actor, namespacesOfPlan(row.plan)) };
  if (!gate.rules.some((rule) => isEligible(rule, voter))) return "None of the gate's rules names you or your roles.";
  const own = self ? null : selfReason(gate, actor, row);
  return own && `${own.charAt(0).toUpperCase()}${own.slice(1)}.`;
}
