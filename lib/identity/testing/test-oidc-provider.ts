import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Configuration } from "oidc-provider";

export interface TestOidc {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** claims by sub, which is the login typed */
  accounts: Map<string, Record<string, unknown>>;
  close(): Promise<void>;
}

/** A real OpenID provider on loopback. Its own form takes any login; what it says of one stands in `accounts`. */
export async function startTestOidc(redirectUris: string[], port = 0): Promise<TestOidc> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const accounts = new Map<string, Record<string, unknown>>();
  const clientId = "heddle";
  const clientSecret = "secret-of-the-tests-0123456789";
  const configuration: Configuration = {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: redirectUris }],
    cookies: { keys: ["key-of-the-tests"] },
    claims: { openid: ["sub"], email: ["email"], profile: ["name", "preferred_username", "groups"] },
    pkce: { required: () => true },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...accounts.get(id) }),
    }),
  };
  const provider = new Provider(issuer, configuration);
  server.on("request", provider.callback());
  return {
    issuer,
    clientId,
    clientSecret,
    accounts,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
