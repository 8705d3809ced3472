import { type Actor, Role } from "../../model/actor";
import { holdsRole } from "../../model/grants";
import type { RolloutPlan } from "../../model/rollout-plan";
import { namespacesOfPlan } from "./rollout-names";

/** The roles somebody holds in every namespace a plan steers in: those that count for it. */
export function rolesOver(actor: Actor, plan: Pick<RolloutPlan, "targets">): Role[] {
  const namespaces = namespacesOfPlan(plan);
  return Role.options.filter((role) => namespaces.every((namespace) => holdsRole(actor, role, namespace)));
}
