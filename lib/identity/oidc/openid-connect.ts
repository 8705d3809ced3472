import * as client from "openid-client";
import { HeddleError } from "../../model/heddle-error";
import type { OidcFlow, OidcIdentity, OidcProvider } from "./oidc-provider";

export interface OpenIdOptions {
  issuer: string;
  clientId: string;
  /** undefined: a public client, PKCE alone */
  clientSecret: string | undefined;
  scopes: string;
  groupsClaim: string;
  /** where the provider sends browsers back to */
  redirectUri: string;
}

const TIMEOUT_SEC = 10;
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * An OpenID provider by authorization code with PKCE (S256), state and nonce. ID tokens are checked for signature, issuer, audience, expiry
 * and nonce; unsigned ones are refused (OpenID Connect Core 3.1.3.7, RFC 9700). Plain http is taken from loopback only.
 */
export function openIdConnect(options: OpenIdOptions): OidcProvider {
  let found: Promise<client.Configuration> | null = null;
  const configuration = () => {
    found ??= discover(options).catch((error: unknown) => {
      found = null;
      throw unreachable(options.issuer, error);
    });
    return found;
  };
  return {
    async begin({ state, nonce, codeVerifier }) {
      const config = await configuration();
      return client.buildAuthorizationUrl(config, {
        redirect_uri: options.redirectUri,
        scope: options.scopes,
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: "S256",
        state,
        nonce,
      });
    },
    async finish(flow, search) {
      const config = await configuration();
      const tokens = await exchange(config, options, flow, search);
      const claims = tokens.claims();
      if (!claims) throw refused("The provider sent no ID token.");
      const more = await userInfo(config, tokens.access_token, claims.sub);
      return identityOf({ ...more, ...claims }, options.groupsClaim);
    },
  };
}

async function discover(options: OpenIdOptions): Promise<client.Configuration> {
  const issuer = new URL(options.issuer);
  const { clientSecret } = options;
  const insecure = issuer.protocol === "http:" && LOOPBACK.has(issuer.hostname);
  const config = await client.discovery(
    issuer,
    options.clientId,
    { ...(clientSecret === undefined ? {} : { client_secret: clientSecret }), require_auth_time: false },
    clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret),
    { timeout: TIMEOUT_SEC, execute: insecure ? [client.allowInsecureRequests] : [] },
  );
  // The signature too, though the token comes straight from the provider: a proxy in between must not be able to write one.
  client.enableNonRepudiationChecks(config);
  return config;
}

async function exchange(config: client.Configuration, options: OpenIdOptions, flow: OidcFlow, search: string) {
  const answered = new URL(options.redirectUri);
  answered.search = search;
  try {
    return await client.authorizationCodeGrant(config, answered, {
      pkceCodeVerifier: flow.codeVerifier,
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    });
  } catch (error) {
    if (error instanceof client.AuthorizationResponseError) {
      throw refused(error.error_description ?? `The provider answered ${error.error}.`, error);
    }
    if (isNetwork(error)) throw unreachable(options.issuer, error);
    throw refused("What the provider or the browser sent does not hold.", error);
  }
}

/** Claims that the ID token may leave out; a provider without the endpoint has said all. */
async function userInfo(config: client.Configuration, accessToken: string, sub: string) {
  if (config.serverMetadata().userinfo_endpoint === undefined) return {};
  try {
    return await client.fetchUserInfo(config, accessToken, sub);
  } catch (error) {
    throw isNetwork(error)
      ? unreachable(config.serverMetadata().issuer, error)
      : refused("Its user information does not hold.", error);
  }
}

function identityOf(claims: Record<string, unknown>, groupsClaim: string): OidcIdentity {
  const text = (name: string) => (typeof claims[name] === "string" && claims[name] !== "" ? claims[name] : undefined);
  const sub = String(claims.sub);
  const login = (text("email") ?? text("preferred_username") ?? sub).slice(0, 120);
  return {
    subject: `${String(claims.iss)} ${sub}`,
    login,
    name: (text("name") ?? login).slice(0, 80),
    groups: claims[groupsClaim],
  };
}

function isNetwork(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause } = error as Error & { code?: string };
  return (
    error.name === "TimeoutError" ||
    code === "OAUTH_TIMEOUT" ||
    (error instanceof TypeError && cause !== undefined && !code)
  );
}

function refused(why: string, cause?: unknown): HeddleError {
  return new HeddleError("unauthenticated", {
    what: "The identity provider did not sign you in.",
    why,
    next: "Begin again from the sign-in page.",
    cause,
  });
}

function unreachable(issuer: string, cause: unknown): HeddleError {
  return new HeddleError("unavailable", {
    what: "The identity provider does not answer.",
    why: `${issuer} could not be used${cause instanceof Error ? `: ${cause.message}` : ""}.`,
    next: "Try again in a moment, or sign in another way; check HEDDLE_OIDC_ISSUER.",
    cause,
  });
}
