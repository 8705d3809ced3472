import type { Actor, Role } from "../model/actor";
import { holdsRole, holdsRoleSomewhere, namespacesOf } from "../model/grants";
import { HeddleError } from "../model/heddle-error";
import { isAnonymous } from "./anonymous";

/** Whether an actor holds a role in any namespace. */
export function hasRole(actor: Actor, role: Role): boolean {
  return holdsRoleSomewhere(actor, role);
}

/** Whether an actor may see things of a namespace; `null`: of every namespace. */
export function coversNamespace(actor: Actor, namespace: string | null): boolean {
  return holdsRole(actor, "viewer", namespace);
}

/**
 * The one place that decides: throws HeddleError `unauthenticated` when nobody is signed in, `forbidden` when the actor does not hold the
 * role in the namespace. `namespace` null: the act concerns all of them.
 */
export function authorize({ actor }: { actor: Actor }, role: Role, namespace: string | null): void {
  requireRole(actor, role);
  if (holdsRole(actor, role, namespace)) return;
  const places = namespacesOf(actor, role);
  throw new HeddleError("forbidden", {
    what:
      namespace === null
        ? `This takes the role ${role} in every namespace.`
        : `You are not ${role} in namespace ${namespace}.`,
    why: `You are ${role} in ${places?.join(", ") || "no namespace"}.`,
    next: "Ask an administrator for it.",
  });
}

/** The role alone; which namespaces it holds in is checked where the namespace is known. */
export function requireRole(actor: Actor, role: Role): void {
  if (isAnonymous(actor)) {
    throw new HeddleError("unauthenticated", {
      what: "You are not signed in.",
      why: "The call carried no valid session or API token.",
      next: "Sign in, or send Authorization: Bearer <API token>.",
    });
  }
  if (hasRole(actor, role)) return;
  throw new HeddleError("forbidden", {
    what: `This takes the role ${role}.`,
    why: `You hold ${actor.roles.join(", ") || "no role"}.`,
    next: "Ask an administrator for it.",
  });
}

/** Of the wanted namespaces (null: all) those the actor may see; null: no limit. */
export function visibleNamespaces(actor: Actor, wanted: string[] | null): string[] | null {
  const own = namespacesOf(actor, "viewer");
  if (own === null) return wanted;
  return wanted === null ? own : wanted.filter((namespace) => own.includes(namespace));
}
