import type { SignInFailureStore } from "../store/identity-stores";
import type { ClaimRule } from "./oidc/claim-grants";
import type { OidcProvider } from "./oidc/oidc-provider";
import { openIdConnect } from "./oidc/openid-connect";
import { argon2Passwords } from "./passwords/argon2-passwords";
import type { PasswordHasher } from "./passwords/password-hasher";
import type { SessionTimes } from "./sessions/session-times";
import { SignInLimits } from "./sessions/sign-in-limits";
import type { IdentitySettings } from "./settings";
import { type ProxySignIn, TrustedAddresses } from "./trusted-proxy";

export const OIDC_CALLBACK = "/api/v1/session/oidc/callback";

/** Every way into the console, made ready once. */
export interface SignIn {
  passwords: PasswordHasher;
  limits: SignInLimits;
  times: SessionTimes;
  localAccounts: boolean;
  oidc: { provider: OidcProvider; name: string; rules: readonly ClaimRule[] } | null;
  proxy: (ProxySignIn & { rules: readonly ClaimRule[] }) | null;
  trusted: TrustedAddresses;
}

/** `publicUrl`: where people reach the console, without a slash at its end. */
export async function prepareSignIn(
  settings: IdentitySettings,
  publicUrl: string,
  now: () => number,
  failures: SignInFailureStore,
): Promise<SignIn> {
  const { oidc } = settings;
  return {
    passwords: await argon2Passwords(),
    limits: new SignInLimits(failures, now),
    times: { idleMs: settings.sessionIdleMs, longestMs: settings.sessionLongestMs },
    localAccounts: settings.localAccounts,
    oidc: oidc && {
      provider: openIdConnect({ ...oidc, redirectUri: `${publicUrl}${OIDC_CALLBACK}` }),
      name: oidc.name,
      rules: oidc.rules,
    },
    proxy: settings.proxy,
    trusted: new TrustedAddresses(settings.trustedProxies),
  };
}
