import { HeddleError } from "../../model/heddle-error";
import type { PersonRow } from "../../store/identity-stores";
import { loginKey } from "../accounts/login";
import type { Ctx } from "../ctx";
import { auditFailure } from "../mutate";
import type { PasswordHasher } from "../passwords/password-hasher";
import { personActor } from "../person-actor";
import type { SessionTimes } from "./session-times";
import type { Attempt, SignInLimits } from "./sign-in-limits";
import { type StartedSession, startSession, type Visitor } from "./start-session";
import { tooManySignIns } from "./too-many-sign-ins";

export interface PasswordSignInDeps {
  passwords: PasswordHasher;
  limits: SignInLimits;
  times: SessionTimes;
}

/**
 * Signs in to a local account. Throws `unauthenticated` in the same words and after the same work whether the account exists, is disabled or
 * has another password; `rate_limited` after too many failures.
 */
export async function signInWithPassword({
  ctx,
  input,
  deps,
}: {
  ctx: Ctx;
  input: { login: string; password: string } & Visitor;
  deps: PasswordSignInDeps;
}): Promise<StartedSession> {
  const { store, remoteAddress } = ctx;
  const login = loginKey(input.login);
  const person = await store.people.find("local", login);
  const known = await store.sessions.knows(person?.id ?? "", remoteAddress);
  const attempt: Attempt = { login, address: remoteAddress, known };
  const waitSec = await deps.limits.begin(attempt);
  if (waitSec > 0) throw await refused(ctx, person, tooManySignIns(waitSec), false);
  const right = await deps.passwords.verify(person?.passwordHash ?? null, input.password);
  if (!person || !right || person.disabledAtMs !== null) throw await refused(ctx, person, wrongPassword(), true);
  await deps.limits.succeeded(attempt);
  await renewHash(ctx, person, input.password, deps.passwords);
  const who = { actor: personActor(person), personId: person.id, via: "password" } as const;
  return store.transaction((tx) => startSession(tx, ctx, who, input, deps.times));
}

/** Refusals past the limit are not written one by one: nobody fills the log by guessing. What was typed as login may be a password. */
async function refused(ctx: Ctx, person: PersonRow | null, error: HeddleError, audited: boolean): Promise<HeddleError> {
  if (audited) {
    const facts = { action: "session.create", target: person?.login ?? "", namespace: "" };
    await auditFailure({ ...ctx, via: "password" }, facts, error);
  }
  return error;
}

async function renewHash(ctx: Ctx, person: PersonRow, password: string, passwords: PasswordHasher): Promise<void> {
  if (person.passwordHash === null || !passwords.isOutdated(person.passwordHash)) return;
  await ctx.store.people.update(person.id, { passwordHash: await passwords.hash(password) });
}

function wrongPassword(): HeddleError {
  return new HeddleError("unauthenticated", {
    what: "This login and password do not fit.",
    why: "One of them is mistyped, or the account may not sign in this way.",
    next: "Try again; an administrator can send a link that sets a new password.",
  });
}
