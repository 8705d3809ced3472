import { HeddleError } from "../../model/heddle-error";
import type { Ctx } from "../ctx";
import type { FailureLimiter } from "../failure-limiter";
import { auditFailure } from "../mutate";
import { type ClaimRule, grantsOfClaim } from "../oidc/claim-grants";
import type { SessionTimes } from "./session-times";
import { signInVouched } from "./sign-in-vouched";
import type { StartedSession, Visitor } from "./start-session";
import { tooManySignIns } from "./too-many-sign-ins";

export interface ProxyDeps {
  rules: readonly ClaimRule[];
  failures: FailureLimiter;
  times: SessionTimes;
}

/** Signs in whom the trusted proxy names. `named` null: no such proxy speaks. Throws `unauthenticated`, `forbidden`. */
export async function signInByProxy({
  ctx,
  input,
  deps,
}: {
  ctx: Ctx;
  input: { named: { user: string; groups: string[] } | null } & Visitor;
  deps: ProxyDeps;
}): Promise<StartedSession> {
  const { named } = input;
  try {
    if (!named) throw notNamed();
    const { user, groups } = named;
    const providerGrants = grantsOfClaim(groups, deps.rules);
    const who = { provider: "proxy", subject: user, login: user.slice(0, 120), name: user.slice(0, 80) } as const;
    return await signInVouched({ ctx, input: { ...input, ...who, providerGrants }, times: deps.times });
  } catch (error) {
    if (!deps.failures.fail(ctx.remoteAddress)) throw tooManySignIns(deps.failures.blockedForSec(ctx.remoteAddress));
    await auditFailure(
      { ...ctx, via: "proxy" },
      { action: "session.create", target: named?.user ?? "", namespace: "" },
      error,
    );
    throw error;
  }
}

function notNamed(): HeddleError {
  return new HeddleError("unauthenticated", {
    what: "No trusted proxy says who you are.",
    why: "The call came past the proxy, or the proxy did not name you.",
    next: "Come by the proxy's address, or sign in another way.",
  });
}
