import type { Actor, Role } from "../model/actor";
import { grantsOf, intersectGrants, summariseGrants } from "../model/grants";
import type { StoreTx } from "../store/app-store";
import { authorize } from "./authorize";
import type { Ctx } from "./ctx";
import { grantsOfPerson } from "./person-actor";

/**
 * Looks at the actor's rights again, inside the transaction that records a decision: someone who was disabled or lost a role since the call
 * came in decides nothing. Throws as `authorize` does. Actors without an account keep what their link or token says.
 */
export async function recheckRights(tx: StoreTx, ctx: Ctx, role: Role, namespaces: readonly string[]): Promise<void> {
  const actor = await currentActor(tx, ctx.actor);
  for (const namespace of namespaces.length > 0 ? namespaces : [null]) authorize({ actor }, role, namespace);
}

/** The actor with the rights that are stored now; nobody's where the account was disabled. */
export async function currentActor(tx: StoreTx, actor: Actor): Promise<Actor> {
  if (actor.kind === "system") return actor;
  const person = await tx.people.get(actor.id);
  if (!person) return actor;
  const held = person.disabledAtMs === null ? grantsOfPerson(person) : [];
  const grants = intersectGrants(grantsOf(actor), held);
  return { ...actor, ...summariseGrants(grants), grants };
}
