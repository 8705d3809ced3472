import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ErrorBody } from "@/lib/model/error-code";
import { draftRun } from "@/lib/model/run-state";
import { draftOf, planOf } from "@/lib/rollouts/plan/testing/sample-plan";
import { isMutation, type Route } from "./route";
import { routes } from "./routes";
import { BOOTSTRAP_TOKEN, bearer, json, type TestConsole, testConsole } from "./testing/test-console";

let console: TestConsole;
/** Planned in the namespace shop. */
let rolloutId: string;
beforeAll(async () => {
  console = await testConsole();
  const plan = planOf(draftOf({ kind: "canary", weights: [10] }));
  const author = { id: "somebody", name: "Somebody" };
  const state = draftRun(Date.now());
  const row = { id: randomUUID(), createdAtMs: Date.now(), mesh: "local", plan, revisionHash: "r", author, state };
  rolloutId = (await console.store.rollouts.create({ ...row, starter: null })).id;
});
afterAll(() => console.close());

const mutating = routes.filter((route) => isMutation(route.method) && route.role !== null);
const changing = mutating.filter((route) => !/validate|preview/.test(route.path));
const byName = (list: readonly Route[]) => list.map((route) => [`${route.method} ${route.path}`, route] as const);

const virtualService = (namespace: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: ${namespace} }
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }] }] }
`;
const keyOf = (namespace: string) => ({
  group: "networking.istio.io",
  version: "v1",
  plural: "virtualservices",
  namespace,
  name: "reviews",
});

/** A call that would succeed with enough rights, as far as a walk over the table can make one. */
function sampleCall(route: Route, namespace: string, headers: Record<string, string>): [string, string, RequestInit] {
  const id = route.path.startsWith("/rollouts/") ? rolloutId : "none";
  const values: Record<string, string> = { ...keyOf(namespace), id };
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "x");
  const items = [{ key: keyOf(namespace), yaml: virtualService(namespace), resourceVersion: null }];
  const body = {
    items,
    reason: "walk the table",
    name: "walker",
    namespace,
    workload: "walker",
    roles: ["viewer"],
    token: "x",
    login: "walker",
    password: "four words of no kin",
    current: "x",
    grants: [{ role: "viewer", namespaces: [namespace] }],
    yaml: virtualService(namespace),
    ...rolloutParts(namespace),
  };
  return [route.method, path, route.body ? json(body, headers) : { headers }];
}

/** What routes about rollouts and their messages take besides. */
function rolloutParts(namespace: string) {
  const side = (version: string) => ({ subset: version, version });
  const host = `reviews.${namespace}.svc.cluster.local`;
  const sides = { stable: side("v1"), candidate: side("v2") };
  return {
    targets: [
      {
        target: { kind: "traffic", namespace, service: "reviews", host, ...sides },
        strategy: { kind: "canary", weights: [50] },
      },
    ],
    analysis: { checks: [{ metric: "successRate" }] },
    when: { kind: "weekly", days: [5], fromMinute: 0, toMinute: 1440 },
    kind: "webhook",
    url: "https://hooks.example.com/heddle",
    kinds: null,
    choice: "mine",
    ...{ revisionHash: "", planHash: "", stepId: "", gateId: null, evidenceHash: null, stepSeq: 0 },
  };
}

/** Its namespaces are those of the rollout that the call names. */
const ofOneRollout = ({ path }: Route) => path.includes("/rollouts/{id}");

async function refusal(route: Route, namespace: string, headers: Record<string, string>) {
  const answer = await console.call(...sampleCall(route, namespace, headers));
  return { status: answer.status, code: ErrorBody.parse(await answer.json()).error.code };
}

async function lastAudit() {
  const [entry] = await console.store.audit.list({ limit: 1 });
  return entry;
}

describe("every mutating route", () => {
  it("is there", () => expect(changing.length).toBeGreaterThanOrEqual(8));

  it.each(byName(mutating))("%s refuses without sign-in, and says so in the audit log", async (_name, route) => {
    expect(await refusal(route, "shop", {})).toEqual({ status: 401, code: "unauthenticated" });
    expect(await lastAudit()).toMatchObject({ outcome: "refused", actorKind: "anonymous" });
  });

  it.each(byName(mutating))("%s refuses a token nobody made", async (_name, route) => {
    expect(await refusal(route, "shop", bearer("hdl_nobody"))).toEqual({ status: 401, code: "unauthenticated" });
  });

  it.each(byName(changing.filter((route) => route.role !== "viewer")))("%s refuses a viewer", async (_name, route) => {
    const token = await console.token(["viewer"]);
    expect(await refusal(route, "shop", bearer(token))).toEqual({ status: 403, code: "forbidden" });
    expect(await lastAudit()).toMatchObject({ outcome: "refused", actorKind: "token", actor: "viewer" });
  });

  it.each(byName(mutating))("%s refuses a cookie without its CSRF token", async (_name, route) => {
    const { cookie, csrfToken } = await console.signIn(["admin"]);
    expect(await refusal(route, "shop", { cookie })).toEqual({ status: 403, code: "forbidden" });
    const other = await console.signIn(["admin"]);
    const wrong = { cookie, "x-heddle-csrf": other.csrfToken };
    expect(await refusal(route, "shop", wrong)).toEqual({ status: 403, code: "forbidden" });
    expect(await lastAudit()).toMatchObject({ outcome: "refused", actor: "someone", via: "link" });
    const foreign = { cookie, "x-heddle-csrf": csrfToken, origin: "https://elsewhere.example" };
    expect(await refusal(route, "shop", foreign)).toEqual({ status: 403, code: "forbidden" });
    const hidden = { cookie, "x-heddle-csrf": csrfToken, "sec-fetch-site": "cross-site" };
    expect(await refusal(route, "shop", hidden)).toEqual({ status: 403, code: "forbidden" });
  });

  it.each(
    byName(
      mutating.filter(
        ({ path }) => path.includes("{namespace}") || path === "/changes" || /validate|preview/.test(path),
      ),
    ),
  )("%s refuses to reach into another namespace", async (_name, route) => {
    const token = await console.token(["operator"], ["shop"]);
    expect(await refusal(route, "payments", bearer(token))).toEqual({ status: 403, code: "forbidden" });
  });

  it.each(byName(mutating.filter(ofOneRollout)))(
    "%s refuses who has rights in another namespace only, and leaves the run as it is",
    async (_name, route) => {
      const before = await console.store.rollouts.get(rolloutId);
      const token = await console.token(["admin"], ["payments"]);
      expect(await refusal(route, "shop", bearer(token))).toEqual({ status: 403, code: "forbidden" });
      expect(await lastAudit()).toMatchObject({ outcome: "refused", actorKind: "token" });
      expect(await console.store.rollouts.get(rolloutId)).toEqual(before);
    },
  );

  it.each(byName(mutating.filter((route) => route.role === "admin" && !ofOneRollout(route))))(
    "%s refuses an admin of one namespace",
    async (_name, route) => {
      const token = await console.token(["admin"], ["shop"]);
      expect(await refusal(route, "shop", bearer(token))).toEqual({ status: 403, code: "forbidden" });
    },
  );
});

describe("every route that signs in", () => {
  const signing = routes.filter(({ signsIn }) => signsIn);
  it("is there", () => expect(signing.length).toBeGreaterThanOrEqual(5));

  it.each(byName(signing))("%s refuses a page of another site, on record", async (_name, route) => {
    const answer = await refusal(route, "shop", { origin: "https://elsewhere.example" });
    expect(answer).toEqual({ status: 403, code: "forbidden" });
    expect(await lastAudit()).toMatchObject({ outcome: "refused", actorKind: "anonymous" });
  });
});

describe("every reading route", () => {
  const reading = routes.filter((route) => route.method === "GET" && route.role !== null);

  it.each(byName(reading))("%s refuses without sign-in", async (_name, route) => {
    expect(await refusal(route, "shop", {})).toEqual({ status: 401, code: "unauthenticated" });
  });

  it.each(byName(reading.filter(({ path }) => path.includes("{namespace}"))))(
    "%s refuses a viewer of another namespace",
    async (_name, route) => {
      const token = await console.token(["viewer"], ["payments"]);
      expect(await refusal(route, "shop", bearer(token))).toEqual({ status: 403, code: "forbidden" });
    },
  );
});

describe("the session", () => {
  it("comes from a link that works once", async () => {
    const made = await console.call("POST", "/sign-in-links", json({ name: "ada" }, bearer(BOOTSTRAP_TOKEN)));
    const token = new URL(((await made.json()) as { url: string }).url).searchParams.get("token");
    const [first, second] = await Promise.all([
      console.call("POST", "/session", json({ token })),
      console.call("POST", "/session", json({ token })),
    ]);
    expect([first.status, second.status].sort()).toEqual([201, 401]);
    const won = first.status === 201 ? first : second;
    expect(won.headers.get("set-cookie")).toMatch(
      /^heddle_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/,
    );
  });

  it("ends, slides while used, and can be signed out of", async () => {
    const { cookie, csrfToken } = await console.signIn(["viewer"]);
    const state = async () => (await console.call("GET", "/session", { headers: { cookie } })).status;
    console.clock.aheadMs = 11 * 3_600_000;
    expect(await state()).toBe(200);
    console.clock.aheadMs = 22 * 3_600_000;
    expect(await state()).toBe(200);
    console.clock.aheadMs = 35 * 3_600_000;
    expect(await state()).toBe(401);
    console.clock.aheadMs = 0;
    expect(await state()).toBe(200);
    const ended = await console.call("DELETE", "/session", { headers: { cookie, "x-heddle-csrf": csrfToken } });
    expect(ended.status).toBe(204);
    expect(await state()).toBe(401);
  });

  it("is refused for a link older than 15 minutes", async () => {
    const made = await console.call("POST", "/sign-in-links", json({}, bearer(BOOTSTRAP_TOKEN)));
    const token = new URL(((await made.json()) as { url: string }).url).searchParams.get("token");
    console.clock.aheadMs = 15 * 60_000 + 1;
    expect((await console.call("POST", "/session", json({ token }))).status).toBe(401);
    console.clock.aheadMs = 0;
  });
});

describe("API tokens", () => {
  it("are shown once, listed without secrets, expire and can be revoked", async () => {
    const admin = bearer(BOOTSTRAP_TOKEN);
    const made = await console.call(
      "POST",
      "/tokens",
      json({ name: "ci", roles: ["operator"], expiresInDays: 1 }, admin),
    );
    const { token, id } = (await made.json()) as { token: string; id: string };
    const list = await (await console.call("GET", "/tokens", { headers: admin })).text();
    expect(list).toContain(id);
    expect(list).not.toContain(token);
    expect(list).not.toContain("tokenHash");
    const state = async () => (await console.call("GET", "/session", { headers: bearer(token) })).status;
    expect(await state()).toBe(200);
    console.clock.aheadMs = 86_400_001;
    expect(await state()).toBe(401);
    console.clock.aheadMs = 0;
    expect((await console.call("DELETE", `/tokens/${id}`, { headers: admin })).status).toBe(204);
    expect(await state()).toBe(401);
    expect((await console.call("DELETE", `/tokens/${id}`, { headers: admin })).status).toBe(404);
  });
});
