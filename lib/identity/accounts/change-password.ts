import { HeddleError } from "../../model/heddle-error";
import type { SessionRow } from "../../store/identity-stores";
import { appendAudit } from "../audit";
import type { Ctx } from "../ctx";
import { auditFailure } from "../mutate";
import { checkNewPassword } from "../passwords/password-rules";
import type { PasswordSignInDeps } from "../sessions/sign-in-with-password";
import { type StartedSession, startSession, type Visitor } from "../sessions/start-session";
import { tooManySignIns } from "../sessions/too-many-sign-ins";
import { personOf } from "./person-of";

const FACTS = { action: "password.set", namespace: "" } as const;

/**
 * Changes one's own password, with the one it replaces; every other session of the person ends and this one gets a new secret.
 * Throws `forbidden` for a wrong present password, `conflict` without a local account, `invalid_input` for a weak one.
 */
export async function changePassword({
  ctx,
  input,
  deps,
}: {
  ctx: Ctx;
  input: { current: string; password: string } & Visitor;
  deps: PasswordSignInDeps & { session: SessionRow | null };
}): Promise<StartedSession> {
  const personId = deps.session?.personId;
  if (!personId) throw noAccount();
  const person = await personOf(ctx.store, personId);
  if (person.provider !== "local" || person.passwordHash === null) throw noAccount();
  const attempt = { login: person.subject, address: ctx.remoteAddress, known: true };
  const waitSec = await deps.limits.begin(attempt);
  if (waitSec > 0) throw tooManySignIns(waitSec);
  if (!(await deps.passwords.verify(person.passwordHash, input.current))) {
    const error = wrongPassword();
    await auditFailure(ctx, { ...FACTS, target: person.login }, error);
    throw error;
  }
  await deps.limits.succeeded(attempt);
  checkNewPassword(input.password, person);
  const passwordHash = await deps.passwords.hash(input.password);
  const started = await ctx.store.transaction(async (tx) => {
    await tx.people.update(person.id, { passwordHash });
    const ended = await tx.sessions.removeOf(person.id);
    await appendAudit(tx.audit, ctx, { ...FACTS, target: person.login, outcome: "allowed", detail: { ended } });
    return startSession(tx, ctx, { actor: ctx.actor, personId: person.id, via: "password" }, input, deps.times);
  });
  ctx.rightsChanged?.();
  return started;
}

function noAccount(): HeddleError {
  return new HeddleError("conflict", {
    what: "There is no password to change.",
    why: "You are not signed in to a local account.",
    next: "Change it where you sign in, or make a local account first.",
  });
}

function wrongPassword(): HeddleError {
  return new HeddleError("forbidden", {
    what: "The present password is not right.",
    why: "It has to be typed again before it is replaced.",
    next: "Try again; an administrator can send a link that sets a new one.",
    details: { issues: [{ path: "body.current", message: "This is not your present password." }] },
  });
}
