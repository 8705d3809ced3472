import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ErrorBody } from "@/lib/model/error-code";
import { InvitedPerson, type Person } from "@/lib/model/person";
import { SessionInfo } from "@/lib/model/session-info";
import { PEER_HEADER, REMOTE_HEADER } from "./caller";
import { BOOTSTRAP_TOKEN, bearer, json, type TestConsole, testConsole } from "./testing/test-console";

const PASSWORD = "seven purple looms hum";
const admin = bearer(BOOTSTRAP_TOKEN);

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

async function invite(
  console: TestConsole,
  login: string,
  grants: Person["grants"] = [{ role: "viewer", namespaces: null }],
) {
  const answer = await console.call("POST", "/people", json({ login, name: login, grants }, admin));
  const { person, invitation } = InvitedPerson.parse(await answer.json());
  return { person, token: new URL(invitation.url).hash.replace("#token=", "") };
}

async function member(console: TestConsole, login: string, grants?: Person["grants"]) {
  const { person, token } = await invite(console, login, grants);
  const answer = await console.call("POST", "/session/invitation", json({ token, password: PASSWORD }));
  const { csrfToken } = SessionInfo.parse(await answer.json());
  return { person, token, cookie: cookiesOf(answer), csrfToken };
}

describe("local accounts", () => {
  let console: TestConsole;
  beforeAll(async () => {
    console = await testConsole();
  });
  afterAll(() => console.close());
  const signIn = (login: string, password: string, headers: Record<string, string> = {}) =>
    console.call("POST", "/session/password", json({ login, password }, headers));

  it("are made by invitation, which works once, and sign in by password", async () => {
    const { token } = await invite(console, "Ada@example.com");
    const looked = await console.call("POST", "/session/invitation/look", json({ token }));
    expect(await looked.json()).toEqual({ login: "Ada@example.com", name: "Ada@example.com" });
    const weak = await console.call("POST", "/session/invitation", json({ token, password: "passwordpassword" }));
    expect(weak.status).toBe(400);
    const two = await Promise.all(
      [1, 2].map(() => console.call("POST", "/session/invitation", json({ token, password: PASSWORD }))),
    );
    expect(two.map(({ status }) => status).sort()).toEqual([201, 401]);
    expect((await console.call("POST", "/session/invitation/look", json({ token }))).status).toBe(401);
    expect(await lastAudit(console)).toMatchObject({ action: "password.set", outcome: "refused" });
    expect((await signIn("ada@EXAMPLE.com", PASSWORD)).status).toBe(201);
    expect(await lastAudit(console)).toMatchObject({ action: "session.create", outcome: "allowed", via: "password" });
  });

  it("are refused in the same words whether they exist, are disabled or have another password", async () => {
    const { person } = await member(console, "edith");
    await console.call("PUT", `/people/${person.id}`, json({ disabled: true }, admin));
    await member(console, "carol");
    const answers = await Promise.all([
      signIn("nobody", PASSWORD),
      signIn("edith", PASSWORD),
      signIn("carol", "seven purple looms sing"),
    ]);
    const bodies = await Promise.all(answers.map(async (answer) => ErrorBody.parse(await answer.json()).error));
    expect(new Set(bodies.map(({ code, what, why, next }) => [code, what, why, next].join("|"))).size).toBe(1);
    expect(bodies[0]?.code).toBe("unauthenticated");
  });

  it("slow guessing down without locking the owner out", async () => {
    await member(console, "frida");
    const from = (address: string) => ({ [REMOTE_HEADER]: address });
    await signIn("frida", PASSWORD, from("198.51.100.1"));
    for (let i = 0; i < 44; i++) await signIn("frida", "wrong wrong wrong", from(`203.0.113.${i % 11}`));
    expect((await signIn("frida", PASSWORD, from("203.0.113.200"))).status).toBe(429);
    expect((await signIn("frida", PASSWORD, from("198.51.100.1"))).status).toBe(201);
    for (let i = 0; i < 8; i++) await signIn("ghost", "wrong wrong wrong", from("198.51.100.9"));
    expect((await signIn("ghost", "wrong wrong wrong", from("198.51.100.9"))).status).toBe(429);
  });

  it("act with the rights of this moment, and end when they are disabled", async () => {
    const { person, cookie, csrfToken } = await member(console, "grace", [
      { role: "operator", namespaces: ["shop"] },
      { role: "viewer", namespaces: null },
    ]);
    let rings = 0;
    console.bell.onRightsChanged = () => void rings++;
    const put = (namespace: string) =>
      console.call("PUT", `/config/networking.istio.io/v1/virtualservices/${namespace}/reviews`, {
        headers: { cookie, "x-heddle-csrf": csrfToken, "content-type": "application/yaml", "if-none-match": "*" },
        body: `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: reviews, namespace: ${namespace} }\nspec: { hosts: [x.example.com], http: [{ directResponse: { status: 204 } }] }\n`,
      });
    expect((await put("payments")).status).toBe(403);
    expect((await put("shop")).status).not.toBe(403);
    await console.call("PUT", `/people/${person.id}`, json({ grants: [{ role: "viewer", namespaces: null }] }, admin));
    expect(rings).toBe(1);
    expect((await put("shop")).status).toBe(403);
    expect((await console.call("GET", "/session", { headers: { cookie } })).status).toBe(200);
    await console.call("PUT", `/people/${person.id}`, json({ disabled: true }, admin));
    expect((await console.call("GET", "/session", { headers: { cookie } })).status).toBe(401);
  });

  it("change their password with the present one, which ends every other session", async () => {
    const { cookie, csrfToken } = await member(console, "hedy");
    const elsewhere = cookiesOf(await signIn("hedy", PASSWORD));
    const change = (current: string) =>
      console.call(
        "PUT",
        "/account/password",
        json({ current, password: "eight quiet looms weave" }, { cookie, "x-heddle-csrf": csrfToken }),
      );
    expect((await change("not it at all")).status).toBe(403);
    const changed = await change(PASSWORD);
    expect(changed.status).toBe(201);
    for (const [old, status] of [
      [cookie, 401],
      [elsewhere, 401],
      [cookiesOf(changed), 200],
    ] as const) {
      expect((await console.call("GET", "/session", { headers: { cookie: old } })).status).toBe(status);
    }
  });

  it("see and end their own sessions, and nobody else's", async () => {
    const ida = await member(console, "ida");
    const other = await member(console, "ines");
    const second = await signIn("ida", PASSWORD);
    const list = await console.call("GET", "/sessions", { headers: { cookie: ida.cookie } });
    const sessions = (await list.json()) as { id: string; current: boolean }[];
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, true]);
    const foreign = { headers: { cookie: other.cookie, "x-heddle-csrf": other.csrfToken } };
    const victim = sessions.find(({ current }) => !current)?.id ?? "";
    expect((await console.call("DELETE", `/sessions/${victim}`, foreign)).status).toBe(403);
    expect((await console.call("GET", `/sessions?person=${ida.person.id}`, foreign)).status).toBe(403);
    const own = { headers: { cookie: ida.cookie, "x-heddle-csrf": ida.csrfToken } };
    expect((await console.call("DELETE", `/sessions/${victim}`, own)).status).toBe(204);
    expect((await console.call("GET", "/session", { headers: { cookie: cookiesOf(second) } })).status).toBe(401);
  });

  it("make tokens that count as themselves and never reach beyond their rights", async () => {
    const { person, cookie, csrfToken } = await member(console, "joan", [{ role: "operator", namespaces: ["shop"] }]);
    const make = (grants: Person["grants"], readOnly = false) =>
      console.call("POST", "/tokens", json({ name: "ci", grants, readOnly }, { cookie, "x-heddle-csrf": csrfToken }));
    expect((await make([{ role: "operator", namespaces: null }])).status).toBe(403);
    expect((await make([{ role: "admin", namespaces: ["shop"] }])).status).toBe(403);
    const { token } = (await (await make([{ role: "operator", namespaces: ["shop"] }])).json()) as { token: string };
    const session = async () => {
      const answer = await console.call("GET", "/session", { headers: bearer(token) });
      return answer.ok ? SessionInfo.parse(await answer.json()).actor : answer.status;
    };
    expect(await session()).toMatchObject({ id: person.id, kind: "token", roles: ["operator"], namespaces: ["shop"] });
    await console.call(
      "PUT",
      `/people/${person.id}`,
      json({ grants: [{ role: "viewer", namespaces: ["shop"] }] }, admin),
    );
    expect(await session()).toMatchObject({ roles: ["viewer"] });
    expect(
      (await console.call("POST", "/tokens", json({ name: "more", roles: ["viewer"] }, bearer(token)))).status,
    ).toBe(403);
    await console.call("PUT", `/people/${person.id}`, json({ disabled: true }, admin));
    expect(await session()).toBe(401);
  });

  it("keep an administrator, who cannot take their own rights", async () => {
    const link = await console.signIn(["admin"]);
    const body = { login: "root", name: "Root", password: PASSWORD };
    const made = await console.call(
      "POST",
      "/account",
      json(body, { cookie: link.cookie, "x-heddle-csrf": link.csrfToken }),
    );
    expect(made.status).toBe(201);
    expect((await console.call("GET", "/session", { headers: { cookie: link.cookie } })).status).toBe(401);
    const { actor } = SessionInfo.parse(await made.json());
    const last = await console.call("PUT", `/people/${actor.id}`, json({ grants: [] }, admin));
    expect(last.status).toBe(409);
    const viewer = await console.signIn(["viewer"]);
    const refused = await console.call(
      "POST",
      "/account",
      json({ ...body, login: "sneak" }, { cookie: viewer.cookie, "x-heddle-csrf": viewer.csrfToken }),
    );
    expect(refused.status).toBe(403);
  });
});

describe("the trusted proxy", () => {
  let console: TestConsole;
  const secret = "secret-between-proxy-and-console-0123";
  beforeAll(async () => {
    console = await testConsole({
      HEDDLE_TRUSTED_PROXIES: "192.0.2.0/24",
      HEDDLE_PROXY_USER_HEADER: "x-forwarded-user",
      HEDDLE_PROXY_GROUPS_HEADER: "x-forwarded-groups",
      HEDDLE_PROXY_SECRET: secret,
      HEDDLE_PROXY_GRANTS: "ops=operator@shop; *=viewer",
    });
  });
  afterAll(() => console.close());
  const by = (peer: string, user: string, given = secret) => ({
    [PEER_HEADER]: peer,
    "x-forwarded-user": user,
    "x-forwarded-groups": "ops",
    "x-heddle-proxy-secret": given,
  });

  it("names who calls, and its word is needed for every call", async () => {
    const begun = await console.call("POST", "/session/proxy", { headers: by("192.0.2.7", "kay") });
    expect(begun.status).toBe(201);
    expect(SessionInfo.parse(await begun.json()).actor).toMatchObject({ name: "kay", roles: ["operator", "viewer"] });
    const cookie = cookiesOf(begun);
    const state = async (headers: Record<string, string>) =>
      (await console.call("GET", "/session", { headers: { cookie, ...headers } })).status;
    expect(await state(by("192.0.2.7", "kay"))).toBe(200);
    expect(await state(by("192.0.2.7", "lee"))).toBe(401);
    expect(await state({})).toBe(401);
  });

  it.each([
    ["another address", by("198.51.100.7", "kay")],
    ["a wrong secret", by("192.0.2.7", "kay", "x".repeat(37))],
    ["nobody named", by("192.0.2.7", "")],
  ])("is not believed from %s", async (_what, headers) => {
    const answer = await console.call("POST", "/session/proxy", { headers });
    expect(answer.status).toBe(401);
    expect(await lastAudit(console)).toMatchObject({ action: "session.create", outcome: "refused", via: "proxy" });
  });
});
