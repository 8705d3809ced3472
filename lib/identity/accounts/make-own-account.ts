import { grantsOf, holdsRole } from "../../model/grants";
import { HeddleError } from "../../model/heddle-error";
import type { Account } from "../../model/person";
import type { SessionRow } from "../../store/identity-stores";
import { appendAudit } from "../audit";
import type { Ctx } from "../ctx";
import { auditFailure } from "../mutate";
import type { PasswordHasher } from "../passwords/password-hasher";
import { checkNewPassword } from "../passwords/password-rules";
import { personActor } from "../person-actor";
import type { SessionTimes } from "../sessions/session-times";
import { type StartedSession, startSession, type Visitor } from "../sessions/start-session";
import { localPerson } from "./create-person";
import { checkLogin } from "./login";
import { personView } from "./person-view";

/**
 * Makes a local account for whoever came by a sign-in link of an administrator, with the link's rights: the first-run set-up. The link's
 * session ends and one of the account begins. Throws `forbidden` to anybody else, `conflict` when the login is taken.
 */
export async function makeOwnAccount({
  ctx,
  input,
  deps,
}: {
  ctx: Ctx;
  input: { login: string; name: string; password: string } & Visitor;
  deps: { passwords: PasswordHasher; times: SessionTimes; session: SessionRow | null };
}): Promise<StartedSession> {
  const facts = { action: "account.create", target: input.login, namespace: "" };
  try {
    if (!mayMakeAccount(ctx, deps.session)) throw notFromLink();
    const row = localPerson({
      login: checkLogin(input.login),
      name: input.name,
      grants: grantsOf(ctx.actor),
      by: ctx.actor.name,
      nowMs: ctx.now(),
    });
    checkNewPassword(input.password, row);
    row.passwordHash = await deps.passwords.hash(input.password);
    return await ctx.store.transaction(async (tx) => {
      await tx.people.create(row);
      await appendAudit(tx.audit, ctx, { ...facts, outcome: "allowed", detail: { id: row.id, grants: row.grants } });
      const who = { actor: personActor(row), personId: row.id, via: "password" } as const;
      return startSession(tx, ctx, who, input, deps.times);
    });
  } catch (error) {
    await auditFailure(ctx, facts, error);
    throw error;
  }
}

/** Only administrators come by links that may become accounts: others' links are for one visit. */
function mayMakeAccount({ actor }: Ctx, session: SessionRow | null): boolean {
  return session?.via === "link" && holdsRole(actor, "admin", null);
}

/** Who asks, for their own page. */
export async function readAccount({ ctx, session }: { ctx: Ctx; session: SessionRow | null }): Promise<Account> {
  const person = session?.personId ? await ctx.store.people.get(session.personId) : null;
  return { person: person && personView(person, false), mayMakeAccount: mayMakeAccount(ctx, session) };
}

function notFromLink(): HeddleError {
  return new HeddleError("forbidden", {
    what: "No account is made.",
    why: "Only who came by an administrator's sign-in link makes an account of their own.",
    next: "Ask an administrator to invite you.",
  });
}
