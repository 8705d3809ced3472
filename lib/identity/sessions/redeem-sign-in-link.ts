import { HeddleError } from "../../model/heddle-error";
import { appendAudit } from "../audit";
import type { Ctx } from "../ctx";
import type { FailureLimiter } from "../failure-limiter";
import { hashSecret } from "../secret-token";
import type { SessionTimes } from "./session-times";
import { type StartedSession, startSession, type Visitor } from "./start-session";
import { tooManySignIns } from "./too-many-sign-ins";

export interface SignInDeps {
  failures: FailureLimiter;
  times: SessionTimes;
}

/**
 * Turns a sign-in link into a session, once. Throws `unauthenticated` for a used, unknown or expired link and `rate_limited` after too
 * many of those from one address; a link that works is never held up by others' failures.
 */
export async function redeemSignInLink({
  ctx,
  input,
  deps,
}: {
  ctx: Ctx;
  input: { token: string } & Visitor;
  deps: SignInDeps;
}): Promise<StartedSession> {
  const started = await ctx.store.transaction(async (tx) => {
    const actor = await tx.signInLinks.redeem(hashSecret(input.token), ctx.now());
    return actor && startSession(tx, ctx, { actor, personId: null, via: "link" }, input, deps.times);
  });
  const { failures } = deps;
  if (started) {
    failures.forget(ctx.remoteAddress);
    return started;
  }
  if (!failures.fail(ctx.remoteAddress)) throw tooManySignIns(failures.blockedForSec(ctx.remoteAddress));
  const facts = { action: "session.create", namespace: "", target: "", outcome: "refused" } as const;
  await appendAudit(ctx.store.audit, ctx, { ...facts, detail: { by: "link" } });
  throw new HeddleError("unauthenticated", {
    what: "This sign-in link does not work.",
    why: "It was used before, is older than 15 minutes, or was never made here.",
    next: "Ask for a new one: `npm start` prints it, an administrator makes one in the settings.",
  });
}
