import { HeddleError } from "../model/heddle-error";
import type { SessionRow } from "../store/app-store";
import { appendAudit } from "./audit";
import { SESSION_MS } from "./authenticate";
import type { Ctx } from "./ctx";
import type { FailureLimiter } from "./failure-limiter";
import { hashSecret, newSecret } from "./secret-token";

/**
 * Turns a sign-in link into a session, once. Throws `unauthenticated` for a used, unknown or expired link and `rate_limited` after too
 * many of those from one address; a link that works is never held up by others' failures. Gives the session's secret (for the cookie) and its row.
 */
export async function redeemSignInLink({
  ctx,
  input,
  failures,
}: {
  ctx: Ctx;
  input: { token: string };
  failures: FailureLimiter;
}): Promise<{ secret: string; session: SessionRow }> {
  const secret = newSecret("");
  const session = await ctx.store.transaction(async (tx) => {
    const actor = await tx.signInLinks.redeem(hashSecret(input.token), ctx.now());
    if (!actor) return null;
    const row: SessionRow = {
      tokenHash: hashSecret(secret),
      actor,
      csrfToken: newSecret(""),
      expiresAtMs: ctx.now() + SESSION_MS,
    };
    await tx.sessions.create(row);
    await appendAudit(tx.audit, { ...ctx, actor }, { ...FACTS, target: actor.name, outcome: "allowed" });
    return row;
  });
  if (session) {
    failures.forget(ctx.remoteAddress);
    return { secret, session };
  }
  if (!failures.fail(ctx.remoteAddress)) throw tooManyTries(failures.blockedForSec(ctx.remoteAddress));
  await appendAudit(ctx.store.audit, ctx, { ...FACTS, target: "", outcome: "refused" });
  throw new HeddleError("unauthenticated", {
    what: "This sign-in link does not work.",
    why: "It was used before, is older than 15 minutes, or was never made here.",
    next: "Ask for a new one: `npm start` prints it, an administrator makes one in the settings.",
  });
}

const FACTS = { action: "session.create", namespace: "" };

function tooManyTries(seconds: number): HeddleError {
  return new HeddleError("rate_limited", {
    what: "Too many sign-ins failed from this address.",
    why: "Heddle waits before it looks at another one.",
    next: `Try again in ${seconds} s.`,
    details: { retryAfterSec: seconds },
  });
}
