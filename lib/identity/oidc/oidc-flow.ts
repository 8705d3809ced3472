import { createHmac } from "node:crypto";
import type { OidcFlow } from "./oidc-provider";

/**
 * State, nonce and PKCE verifier of one sign-in, all drawn from one secret that only the browser's cookie holds: an answer fits the browser
 * that asked, and no other (RFC 9700, 4.7). Nothing needs to be stored, so any console may take the answer.
 */
export function oidcFlow(secret: string): OidcFlow {
  const draw = (what: string) => createHmac("sha256", secret).update(what).digest("base64url");
  return { state: draw("state"), nonce: draw("nonce"), codeVerifier: draw("code verifier") };
}
