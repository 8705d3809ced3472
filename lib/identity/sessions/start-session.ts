import { randomUUID } from "node:crypto";
import type { Actor } from "../../model/actor";
import type { StoreTx } from "../../store/app-store";
import type { SessionRow, SignInWay } from "../../store/identity-stores";
import { appendAudit } from "../audit";
import type { Ctx } from "../ctx";
import { hashSecret, newSecret } from "../secret-token";
import type { SessionTimes } from "./session-times";

const LONGEST_USER_AGENT = 300;

/** What a browser that signs in brings along. */
export interface Visitor {
  userAgent: string;
  /** hash of the session it had before: it ends, so that nobody's secret outlives a sign-in */
  replaces: string | null;
}

/** A fresh session. `secret` goes into the cookie and is kept nowhere. */
export interface StartedSession {
  secret: string;
  session: SessionRow;
}

/** Signs somebody in, on record: a new secret at every sign-in, whatever the browser had before. */
export async function startSession(
  tx: StoreTx,
  ctx: Ctx,
  who: { actor: Actor; personId: string | null; via: SignInWay },
  visitor: Visitor,
  times: SessionTimes,
): Promise<StartedSession> {
  const secret = newSecret("");
  const now = ctx.now();
  const session: SessionRow = {
    ...who,
    tokenHash: hashSecret(secret),
    id: randomUUID(),
    csrfToken: newSecret(""),
    createdAtMs: now,
    lastSeenAtMs: now,
    expiresAtMs: now + Math.min(times.idleMs, times.longestMs),
    endsAtMs: now + times.longestMs,
    remoteAddress: ctx.remoteAddress,
    userAgent: visitor.userAgent.slice(0, LONGEST_USER_AGENT),
  };
  if (visitor.replaces !== null) await tx.sessions.remove(visitor.replaces);
  await tx.sessions.create(session);
  if (who.personId !== null) await tx.people.update(who.personId, { lastSignInAtMs: now });
  await appendAudit(
    tx.audit,
    { ...ctx, actor: who.actor, via: who.via },
    {
      action: "session.create",
      target: who.actor.name,
      namespace: "",
      outcome: "allowed",
      detail: { session: session.id },
    },
  );
  return { secret, session };
}
