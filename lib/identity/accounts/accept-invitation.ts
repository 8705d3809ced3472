import { HeddleError } from "../../model/heddle-error";
import type { InvitationFacts } from "../../model/person";
import type { PersonRow } from "../../store/identity-stores";
import { appendAudit } from "../audit";
import type { Ctx } from "../ctx";
import { auditFailure } from "../mutate";
import type { PasswordHasher } from "../passwords/password-hasher";
import { checkNewPassword } from "../passwords/password-rules";
import { personActor } from "../person-actor";
import { hashSecret } from "../secret-token";
import type { SignInDeps } from "../sessions/redeem-sign-in-link";
import { type StartedSession, startSession, type Visitor } from "../sessions/start-session";
import { tooManySignIns } from "../sessions/too-many-sign-ins";

/** Whom an invitation is for, while it works. Throws `unauthenticated` for one that does not, `rate_limited` after too many of those. */
export async function lookAtInvitation({
  ctx,
  input,
  deps,
}: {
  ctx: Ctx;
  input: { token: string };
  deps: Pick<SignInDeps, "failures">;
}): Promise<InvitationFacts> {
  const { login, name } = await invited(ctx, input.token, deps);
  return { login, name };
}

/** Sets the password of the invited person, ends their sessions, and signs them in. The link works once, also under two requests at once. */
export async function acceptInvitation({
  ctx,
  input,
  deps,
}: {
  ctx: Ctx;
  input: { token: string; password: string } & Visitor;
  deps: SignInDeps & { passwords: PasswordHasher };
}): Promise<StartedSession> {
  const person = await invited(ctx, input.token, deps);
  checkNewPassword(input.password, person);
  const passwordHash = await deps.passwords.hash(input.password);
  const started = await ctx.store.transaction(async (tx) => {
    const id = await tx.invitations.redeem(hashSecret(input.token), ctx.now());
    const fresh = id === null ? null : await tx.people.get(id);
    if (!fresh || fresh.disabledAtMs !== null) return null;
    await tx.people.update(fresh.id, { passwordHash });
    const ended = await tx.sessions.removeOf(fresh.id);
    const actor = personActor(fresh);
    await appendAudit(
      tx.audit,
      { ...ctx, actor, via: "invitation" },
      { action: "password.set", target: fresh.login, namespace: "", outcome: "allowed", detail: { ended } },
    );
    return startSession(tx, ctx, { actor, personId: fresh.id, via: "password" }, input, deps.times);
  });
  if (!started) throw await refused(ctx, deps);
  ctx.rightsChanged?.();
  return started;
}

async function invited(ctx: Ctx, token: string, deps: Pick<SignInDeps, "failures">): Promise<PersonRow> {
  const person = await ctx.store.invitations.find(hashSecret(token), ctx.now());
  if (!person || person.disabledAtMs !== null) throw await refused(ctx, deps);
  return person;
}

async function refused(ctx: Ctx, { failures }: Pick<SignInDeps, "failures">): Promise<HeddleError> {
  if (!failures.fail(ctx.remoteAddress)) return tooManySignIns(failures.blockedForSec(ctx.remoteAddress));
  const error = new HeddleError("unauthenticated", {
    what: "This invitation does not work.",
    why: "It was used before, has run out, was replaced by a newer one, or was never made here.",
    next: "Ask the administrator who sent it for a new one.",
  });
  await auditFailure({ ...ctx, via: "invitation" }, { action: "password.set", target: "", namespace: "" }, error);
  return error;
}
