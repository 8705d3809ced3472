import { randomUUID } from "node:crypto";
import type { Grant } from "../../model/actor";
import { HeddleError } from "../../model/heddle-error";
import type { StoreTx } from "../../store/app-store";
import type { PersonRow } from "../../store/identity-stores";
import type { Ctx } from "../ctx";
import { grantsOfPerson, personActor } from "../person-actor";
import type { SessionTimes } from "./session-times";
import { type StartedSession, startSession, type Visitor } from "./start-session";

export interface Vouched extends Visitor {
  provider: "oidc" | "proxy";
  subject: string;
  login: string;
  name: string;
  /** what the provider's claims give now */
  providerGrants: Grant[];
}

/**
 * Signs in whom a provider vouches for; the first time makes their account. What its claims give is taken anew at every sign-in, so a group
 * that was left gives nothing any more. Throws `forbidden` for an account that is disabled or holds no role.
 */
export async function signInVouched({
  ctx,
  input,
  times,
}: {
  ctx: Ctx;
  input: Vouched;
  times: SessionTimes;
}): Promise<StartedSession> {
  // Kept also when it may do nothing yet: an administrator finds it in the list and gives it a role.
  const person = await ctx.store.transaction((tx) => personFor(tx, ctx, input));
  if (person.disabledAtMs !== null) throw mayNot(`The account of ${person.name} is disabled.`);
  if (grantsOfPerson(person).length === 0) throw mayNot(`Nobody has given ${person.name} a role yet.`);
  const who = { actor: personActor(person), personId: person.id, via: input.provider };
  return ctx.store.transaction((tx) => startSession(tx, ctx, who, input, times));
}

async function personFor(tx: StoreTx, ctx: Ctx, input: Vouched): Promise<PersonRow> {
  const { provider, subject, login, name, providerGrants } = input;
  const known = await tx.people.find(provider, subject);
  if (known) {
    const patch = { login, name, providerGrants };
    await tx.people.update(known.id, patch);
    return { ...known, ...patch };
  }
  const row: PersonRow = {
    id: randomUUID(),
    provider,
    subject,
    login,
    name,
    passwordHash: null,
    grants: [],
    providerGrants,
    disabledAtMs: null,
    createdAtMs: ctx.now(),
    createdBy: provider,
    lastSignInAtMs: null,
  };
  await tx.people.create(row);
  return row;
}

function mayNot(why: string): HeddleError {
  return new HeddleError("forbidden", {
    what: "You may not use this console.",
    why,
    next: "Ask an administrator to give you a role, then sign in again.",
  });
}
