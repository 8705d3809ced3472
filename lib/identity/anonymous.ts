import type { Actor } from "../model/actor";

/** Who has not signed in: no roles, no namespaces. */
export const ANONYMOUS: Actor = { kind: "user", id: "", name: "anonymous", roles: [], namespaces: [] };

export function isAnonymous(actor: Actor): boolean {
  return actor.id === "";
}
