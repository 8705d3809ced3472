import type { Actor, Grant } from "../model/actor";
import { grantsOf, intersectGrants, summariseGrants } from "../model/grants";
import type { ApiTokenRow, PersonRow } from "../store/identity-stores";

/** What a person may do now: what was given in the console and what their provider's claims gave. */
export function grantsOfPerson({ grants, providerGrants }: PersonRow): Grant[] {
  return [...grants, ...providerGrants];
}

/** A person as they act now. */
export function personActor(person: PersonRow): Actor {
  const grants = grantsOfPerson(person);
  return { kind: "user", id: person.id, name: person.name, ...summariseGrants(grants), grants };
}

/**
 * A token as it acts now: within its own scope and within what its owner may do. It counts as its owner, so that nobody is two people by
 * making a token. One that was made by nobody (a script, the bootstrap token) is ownerless; one made in a session by link is that session's.
 */
export function tokenActor(token: ApiTokenRow, owner: PersonRow | null): Actor {
  const scope = grantsOf(token.actor);
  const within = owner ? intersectGrants(scope, grantsOfPerson(owner)) : scope;
  const grants = token.readOnly ? within.map(({ namespaces }): Grant => ({ role: "viewer", namespaces })) : within;
  const actor = { ...token.actor, id: owner?.id ?? token.actor.id, ...summariseGrants(grants), grants };
  return owner === null && token.actor.id === token.id ? { ...actor, ownerless: true } : actor;
}
