import type { Actor, Role } from "../model/actor";
import { HeddleError } from "../model/heddle-error";
import { isAnonymous } from "./anonymous";

/** A role and the roles whose rights it holds too. */
const HOLDS: Record<Role, readonly Role[]> = {
  viewer: ["viewer"],
  operator: ["operator", "viewer"],
  approver: ["approver", "viewer"],
  admin: ["admin", "approver", "operator", "viewer"],
};

export function hasRole(actor: Actor, role: Role): boolean {
  return actor.roles.some((held) => HOLDS[held].includes(role));
}

/** Whether an actor may see or touch things of a namespace; `null`: of every namespace. */
export function coversNamespace(actor: Actor, namespace: string | null): boolean {
  return actor.namespaces === null || (namespace !== null && actor.namespaces.includes(namespace));
}

/**
 * Throws HeddleError `unauthenticated` when nobody is signed in, `forbidden` when the actor lacks the role or the namespace.
 * `namespace` null: the act concerns all of them.
 */
export function authorize({ actor }: { actor: Actor }, role: Role, namespace: string | null): void {
  requireRole(actor, role);
  if (coversNamespace(actor, namespace)) return;
  throw new HeddleError("forbidden", {
    what:
      namespace === null ? "This takes rights in every namespace." : `You have no rights in namespace ${namespace}.`,
    why: `Your rights are limited to ${actor.namespaces?.join(", ") || "no namespace"}.`,
    next: "Ask an administrator for a sign-in link or token that covers it.",
  });
}

/** The role alone; which namespaces it holds in is checked where the namespace is known. */
export function requireRole(actor: Actor, role: Role): void {
  if (isAnonymous(actor)) {
    throw new HeddleError("unauthenticated", {
      what: "You are not signed in.",
      why: "The call carried no valid session or API token.",
      next: "Sign in with a link, or send Authorization: Bearer <API token>.",
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
  if (actor.namespaces === null) return wanted;
  const own = actor.namespaces;
  return wanted === null ? own : wanted.filter((namespace) => own.includes(namespace));
}
