import { HeddleError } from "../../model/heddle-error";
import type { Ctx } from "../ctx";
import type { FailureLimiter } from "../failure-limiter";
import { auditFailure } from "../mutate";
import type { SessionTimes } from "../sessions/session-times";
import { signInVouched } from "../sessions/sign-in-vouched";
import type { StartedSession, Visitor } from "../sessions/start-session";
import { tooManySignIns } from "../sessions/too-many-sign-ins";
import { type ClaimRule, grantsOfClaim } from "./claim-grants";
import { oidcFlow } from "./oidc-flow";
import type { OidcProvider } from "./oidc-provider";

export interface OidcDeps {
  provider: OidcProvider;
  rules: readonly ClaimRule[];
  failures: FailureLimiter;
  times: SessionTimes;
}

/**
 * Takes a browser that comes back from the OpenID provider. `secret`: of the cookie that began it; null: none. Throws `unauthenticated` for
 * an answer that is not to this browser's question or does not hold, `forbidden` for an account that is disabled or has no rights.
 */
export async function signInWithOidc({
  ctx,
  input,
  deps,
}: {
  ctx: Ctx;
  input: { secret: string | null; search: string } & Visitor;
  deps: OidcDeps;
}): Promise<StartedSession> {
  const oidc = { ...ctx, via: "oidc" };
  try {
    if (input.secret === null) throw notBegun();
    const identity = await deps.provider.finish(oidcFlow(input.secret), input.search);
    const providerGrants = grantsOfClaim(identity.groups, deps.rules);
    return await signInVouched({
      ctx,
      input: { ...input, ...identity, provider: "oidc", providerGrants },
      times: deps.times,
    });
  } catch (error) {
    if (!deps.failures.fail(ctx.remoteAddress)) throw tooManySignIns(deps.failures.blockedForSec(ctx.remoteAddress));
    ctx.log.warn({ err: error, requestId: ctx.requestId }, "sign-in by OpenID Connect refused");
    await auditFailure(oidc, { action: "session.create", target: "", namespace: "" }, error);
    throw error;
  }
}

function notBegun(): HeddleError {
  return new HeddleError("unauthenticated", {
    what: "This sign-in was not begun in this browser.",
    why: "The cookie that ties the two together is missing or has run out.",
    next: "Begin again from the sign-in page.",
  });
}
