import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OIDC_CALLBACK } from "@/lib/identity/sign-in";
import { startTestOidc, type TestOidc } from "@/lib/identity/testing/test-oidc-provider";
import { SessionInfo } from "@/lib/model/session-info";
import { type TestConsole, testConsole } from "./testing/test-console";

async function lastAudit({ store }: TestConsole) {
  return (await store.audit.list({ limit: 1 }))[0];
}

/** Cookies of an answer as the next call sends them. */
function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

describe("OpenID Connect", () => {
  let provider: TestOidc;
  let console: TestConsole;
  const callback = `http://127.0.0.1:3000${OIDC_CALLBACK}`;
  beforeAll(async () => {
    provider = await startTestOidc([callback]);
    provider.accounts.set("grace", { name: "Grace Park", email: "grace@example.com", groups: ["mesh-ops"] });
    console = await testConsole({
      HEDDLE_OIDC_ISSUER: provider.issuer,
      HEDDLE_OIDC_CLIENT_ID: provider.clientId,
      HEDDLE_OIDC_CLIENT_SECRET: provider.clientSecret,
      HEDDLE_OIDC_GRANTS: "mesh-ops=operator@shop",
    });
  });
  afterAll(async () => {
    await console.close();
    await provider.close();
  });

  const begin = async (next = "/services") => {
    const answer = await console.call("GET", `/session/oidc?next=${encodeURIComponent(next)}`);
    return { cookie: cookiesOf(answer), location: answer.headers.get("location") ?? "" };
  };
  const finish = (search: string, cookie: string) =>
    console.call("GET", `/session/oidc/callback${search}`, { headers: { cookie } });

  it("signs in by code, PKCE, state and nonce, with rights from claims, and goes on to the page asked for", async () => {
    const { cookie, location } = await begin();
    const asked = new URL(location).searchParams;
    expect(asked.get("code_challenge_method")).toBe("S256");
    expect(asked.get("state")).toHaveLength(43);
    expect(asked.get("nonce")).toHaveLength(43);
    const answer = await finish(await answerOf(location, "grace"), cookie);
    expect(answer.headers.get("location")).toBe("/services");
    const me = await console.call("GET", "/session", { headers: { cookie: cookiesOf(answer) } });
    expect(SessionInfo.parse(await me.json()).actor).toMatchObject({
      name: "Grace Park",
      grants: [{ role: "operator", namespaces: ["shop"] }],
    });
    const again = await finish(await answerOf((await begin()).location, "grace"), cookie);
    expect(again.headers.get("location")).toBe("/sign-in?problem=unauthenticated");
  });

  it("gives nothing to who has no role, and keeps them for an administrator to find", async () => {
    const { cookie, location } = await begin();
    const answer = await finish(await answerOf(location, "newcomer"), cookie);
    expect(answer.headers.get("location")).toBe("/sign-in?problem=forbidden");
    expect(answer.headers.getSetCookie().some((text) => text.startsWith("heddle_session"))).toBe(false);
    expect(await lastAudit(console)).toMatchObject({ outcome: "refused", via: "oidc" });
    expect((await console.store.people.list()).map(({ login }) => login)).toContain("newcomer");
  });

  it("refuses a forged state, a missing cookie, another browser's answer and a replayed one", async () => {
    const { cookie, location } = await begin();
    const search = await answerOf(location, "grace");
    const forged = search.replace(/state=[^&]+/, `state=${"x".repeat(43)}`);
    const other = await begin();
    for (const [what, jar] of [
      [forged, cookie],
      [search, ""],
      [search, other.cookie],
    ] as const) {
      expect((await finish(what, jar)).headers.get("location")).toBe("/sign-in?problem=unauthenticated");
      expect(await lastAudit(console)).toMatchObject({ action: "session.create", outcome: "refused", via: "oidc" });
    }
    expect((await finish(search, cookie)).headers.get("location")).toBe("/services");
    expect((await finish(search, cookie)).headers.get("location")).toBe("/sign-in?problem=unauthenticated");
  });
});

/** Signs in at the real provider's own pages as a browser would, and gives the query it sends the browser back with. */
async function answerOf(location: string, login: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = location;
  let init: RequestInit = {};
  for (let hops = 0; hops < 12; hops++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { redirect: "manual", ...init, headers: { cookie, ...init.headers } });
    for (const text of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
      jar.set(name, value);
    }
    init = {};
    const next = answer.headers.get("location");
    if (next) {
      url = new URL(next, url).href;
      if (url.includes(OIDC_CALLBACK)) return new URL(url).search;
      continue;
    }
    const page = await answer.text();
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1] ?? "";
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? "";
    url = new URL(action, url).href;
    const body = new URLSearchParams(prompt === "login" ? { prompt, login, password: "x" } : { prompt });
    init = { method: "POST", body };
  }
  throw new Error(`The provider did not send ${login} back.`);
}

describe("a provider that lies", () => {
  let server: Server;
  let issuer: string;
  let console: TestConsole;
  let idToken: (nonce: string) => string;
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });
  let nonce = "";

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = (request.url ?? "").split("?")[0];
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify(
          path === "/.well-known/openid-configuration"
            ? {
                issuer,
                authorization_endpoint: `${issuer}/auth`,
                token_endpoint: `${issuer}/token`,
                jwks_uri: `${issuer}/jwks`,
                response_types_supported: ["code"],
                id_token_signing_alg_values_supported: ["RS256"],
              }
            : path === "/jwks"
              ? { keys: [{ ...pair.publicKey.export({ format: "jwk" }), kid: "k", alg: "RS256", use: "sig" }] }
              : { access_token: "a", token_type: "Bearer", id_token: idToken(nonce) },
        ),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    console = await testConsole({
      HEDDLE_OIDC_ISSUER: issuer,
      HEDDLE_OIDC_CLIENT_ID: "heddle",
      HEDDLE_OIDC_CLIENT_SECRET: "secret",
      HEDDLE_OIDC_GRANTS: "*=viewer",
    });
  });
  afterAll(async () => {
    await console.close();
    server.closeAllConnections();
    server.close();
  });

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = (given: string, change: object = {}) => ({
    iss: issuer,
    aud: "heddle",
    sub: "mallory",
    iat: Math.floor(Date.now() / 1000),
    exp: Math.floor(Date.now() / 1000) + 60,
    nonce: given,
    ...change,
  });
  const signed = (payload: object, key: KeyObject, alg = "RS256") => {
    const head = `${part({ alg, kid: "k" })}.${part(payload)}`;
    return `${head}.${alg === "none" ? "" : sign("sha256", Buffer.from(head), key).toString("base64url")}`;
  };

  async function come() {
    const begun = await console.call("GET", "/session/oidc");
    const asked = new URL(begun.headers.get("location") ?? "").searchParams;
    nonce = asked.get("nonce") ?? "";
    const search = `?code=c&state=${asked.get("state")}`;
    const answer = await console.call("GET", `/session/oidc/callback${search}`, {
      headers: { cookie: cookiesOf(begun) },
    });
    return answer.headers.get("location");
  }

  it("is believed only with a token that holds", async () => {
    idToken = (given) => signed(claims(given), pair.privateKey);
    expect(await come()).toBe("/graph");
  });

  it.each([
    ["a wrong nonce", () => signed(claims("other"), pair.privateKey)],
    ["another audience", (given: string) => signed(claims(given, { aud: "else" }), pair.privateKey)],
    ["another issuer", (given: string) => signed(claims(given, { iss: "http://127.0.0.1:1" }), pair.privateKey)],
    ["an end in the past", (given: string) => signed(claims(given, { exp: 1_700_000_000 }), pair.privateKey)],
    ["no signature", (given: string) => signed(claims(given), pair.privateKey, "none")],
    ["a stranger's signature", (given: string) => signed(claims(given), stranger.privateKey)],
  ])("is refused for a token with %s, on record", async (_what, token) => {
    idToken = token;
    expect(await come()).toBe("/sign-in?problem=unauthenticated");
    expect(await lastAudit(console)).toMatchObject({ action: "session.create", outcome: "refused", via: "oidc" });
  });
});
