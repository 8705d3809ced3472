import { ANONYMOUS } from "../identity/anonymous";
import { authenticate, type Identity } from "../identity/authenticate";
import { userOfProxy } from "../identity/trusted-proxy";
import { HeddleError } from "../model/heddle-error";
import { PEER_HEADER, REMOTE_HEADER } from "./caller";
import type { ConsoleContext } from "./console-context";
import { readSessionCookie } from "./session-cookie";

/**
 * Who makes a call, by its headers. Nobody: the anonymous actor. Throws `unauthenticated` for a bearer token that is not valid, and
 * `rate_limited` when its address has sent too many of those. Someone with a valid token is never held up by others' failures.
 */
export async function identify(console: ConsoleContext, headers: Headers): Promise<Identity> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  const { bootstrapToken, internalToken, secureCookies } = console.settings;
  const sessionToken = readSessionCookie(headers.get("cookie"), secureCookies);
  const { store, now } = console.app;
  const deps = { store, now, bootstrapToken, internalToken, times: console.signIn.times };
  const proxyUser = namedByProxy(console, headers)?.user ?? null;
  const identity = await authenticate(deps, { bearer, sessionToken, proxyUser });
  if (identity) return identity;
  if (bearer !== undefined) throw badToken(console, headers.get(REMOTE_HEADER) ?? "");
  return { actor: ANONYMOUS, via: "", session: null };
}

/** Whom a trusted proxy names in this call; null: nobody. */
export function namedByProxy({ signIn }: ConsoleContext, headers: Headers) {
  return userOfProxy(signIn.proxy, signIn.trusted, headers.get(PEER_HEADER) ?? "", headers);
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
