import { ANONYMOUS } from "../identity/anonymous";
import { authenticate, type Identity } from "../identity/authenticate";
import { HeddleError } from "../model/heddle-error";
import type { ConsoleContext } from "./console-context";
import { readSessionCookie } from "./session-cookie";

/**
 * Who makes a call, by its headers. Nobody: the anonymous actor. Throws `unauthenticated` for a bearer token that is not valid, and
 * `rate_limited` when its address has sent too many of those. Someone with a valid token is never held up by others' failures.
 */
export async function identify(console: ConsoleContext, headers: Headers, remoteAddress: string): Promise<Identity> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  const sessionToken = readSessionCookie(headers.get("cookie"));
  const { bootstrapToken, internalToken } = console.settings;
  const deps = { store: console.app.store, now: console.app.now, bootstrapToken, internalToken };
  const identity = await authenticate(deps, { bearer, sessionToken });
  if (identity) return identity;
  if (bearer !== undefined) throw badToken(console, remoteAddress);
  return { actor: ANONYMOUS, session: null };
}

function badToken({ failures }: ConsoleContext, remoteAddress: string): HeddleError {
  if (failures.fail(remoteAddress)) {
    return new HeddleError("unauthenticated", {
      what: "This API token is not valid.",
      why: "It was revoked, has expired, or was never made here.",
      next: "Make a new one in the settings, or sign in.",
    });
  }
  const retryAfterSec = failures.blockedForSec(remoteAddress);
  return new HeddleError("rate_limited", {
    what: "Too many invalid tokens came from this address.",
    why: "Heddle slows such calls down.",
    next: `Try again in ${retryAfterSec} s with a valid token.`,
    details: { retryAfterSec },
  });
}
