/** What an OpenID provider vouches for. */
export interface OidcIdentity {
  /** issuer and sub: who it is, for good */
  subject: string;
  /** what it is known by there: e-mail address or user name */
  login: string;
  name: string;
  /** the claim that says which groups it is in */
  groups: unknown;
}

/** What ties an answer of the provider to the browser that asked. */
export interface OidcFlow {
  state: string;
  nonce: string;
  codeVerifier: string;
}

export interface OidcProvider {
  /** Where the browser goes to sign in. Throws HeddleError `unavailable` when the provider does not answer. */
  begin(flow: OidcFlow): Promise<URL>;
  /** Checks what the browser came back with and fetches who it is. Throws HeddleError `unauthenticated`, `unavailable`. */
  finish(flow: OidcFlow, search: string): Promise<OidcIdentity>;
}
