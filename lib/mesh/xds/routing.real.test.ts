import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../../env";
import { findEnvoy, until } from "./testing/real-envoy";
import { ask, type TestApp, tally } from "./testing/test-app";
import { TestMesh, type TestProxy } from "./testing/test-mesh";

const HOST = "reviews";
const to = (subset: string, weight?: number) => ({
  destination: { host: HOST, subset },
  ...(weight === undefined ? {} : { weight }),
});

describe("routing by Istio objects through real Envoys", () => {
  let mesh: TestMesh;
  let client: TestProxy;
  let apps: Record<"v1" | "v2", TestApp>;

  beforeAll(async () => {
    mesh = await TestMesh.start(findEnvoy(readEnv().envoyBin));
    client = await mesh.join({ workload: "client", labels: { tier: "front" } });
    const v1 = await mesh.join({ workload: "reviews-v1", service: "reviews", version: "v1" });
    const v2 = await mesh.join({ workload: "reviews-v2", service: "reviews", version: "v2" });
    if (!v1.app || !v2.app) throw new Error("no applications");
    apps = { v1: v1.app, v2: v2.app };
    await mesh.put("destinationrules", "reviews", {
      host: HOST,
      subsets: [
        { name: "v1", labels: { version: "v1" } },
        { name: "v2", labels: { version: "v2" } },
        { name: "v9", labels: { version: "v9" } },
      ],
    });
  });
  afterAll(() => mesh?.close());

  const route = (...http: object[]) => mesh.put("virtualservices", "reviews", { hosts: [HOST], http });
  const get = (options?: Parameters<typeof ask>[2]) => ask(client.outboundPort, HOST, options);
  const reset = () => {
    for (const app of Object.values(apps)) {
      app.seen.length = 0;
      app.answer = () => ({});
    }
  };

  it("splits 90/10 within 3 points", async () => {
    await route({ route: [to("v1", 90), to("v2", 10)] });
    const counts = await tally(1_200, () => get());
    const share = (counts["reviews-v2"] ?? 0) / 1_200;
    expect(Object.keys(counts).sort()).toEqual(["reviews-v1", "reviews-v2"]);
    expect(Math.abs(share - 0.1)).toBeLessThan(0.03);
  });

  it("sends a header's persona and a cookie's persona, and only them", async () => {
    await route(
      { match: [{ headers: { "end-user": { exact: "jason" } } }], route: [to("v2")] },
      { match: [{ headers: { cookie: { regex: "^(.*?;\\s*)?(persona=b)(;.*)?$" } } }], route: [to("v2")] },
      { route: [to("v1")] },
    );
    const answers = async (headers: Record<string, string>) => Object.keys(await tally(30, () => get({ headers })));
    expect(await answers({ "end-user": "jason" })).toEqual(["reviews-v2"]);
    expect(await answers({ "end-user": "jasonx" })).toEqual(["reviews-v1"]);
    expect(await answers({ cookie: "a=1; persona=b; c=2" })).toEqual(["reviews-v2"]);
    expect(await answers({ cookie: "persona=bb" })).toEqual(["reviews-v1"]);
    expect(await answers({})).toEqual(["reviews-v1"]);
  });

  it("matches path, method, query, absence of a header and the caller's labels", async () => {
    const only = (match: object, subset = "v2") => ({ match: [match], route: [to(subset)] });
    await route(
      only({ uri: { prefix: "/p/" }, method: { exact: "POST" } }),
      only({ uri: { exact: "/q" }, queryParams: { on: { exact: "1" } } }),
      only({ uri: { regex: "/r/[0-9]+" } }),
      only({ uri: { exact: "/w" }, withoutHeaders: { "x-plain": { exact: "no" } } }),
      only({ uri: { exact: "/labels" }, sourceLabels: { tier: "front" } }),
      only({ uri: { exact: "/labels-other" }, sourceLabels: { tier: "back" } }),
      only({ uri: { exact: "/ns" }, sourceNamespace: "elsewhere" }),
      { route: [to("v1")] },
    );
    const who = async (path: string, more: object = {}) => (await get({ path, ...more })).servedBy;
    expect(await who("/p/a", { method: "POST" })).toBe("reviews-v2");
    expect(await who("/p/a")).toBe("reviews-v1");
    expect(await who("/q?on=1")).toBe("reviews-v2");
    expect(await who("/q?on=2")).toBe("reviews-v1");
    expect(await who("/r/42")).toBe("reviews-v2");
    expect(await who("/r/42x")).toBe("reviews-v1");
    expect(await who("/w")).toBe("reviews-v2");
    expect(await who("/w", { headers: { "x-plain": "no" } })).toBe("reviews-v1");
    expect(await who("/labels")).toBe("reviews-v2");
    expect(await who("/labels-other")).toBe("reviews-v1");
    expect(await who("/ns")).toBe("reviews-v1");
  });

  it("times out, and retries what the rule says", async () => {
    reset();
    apps.v1.answer = () => ({ delayMs: 1_000 });
    await route({ route: [to("v1")], timeout: "200ms" });
    expect((await get()).status).toBe(504);
    reset();
    apps.v1.answer = (_, nth) => (nth < 3 ? { status: 503 } : {});
    await route({ route: [to("v1")], retries: { attempts: 3, perTryTimeout: "2s", retryOn: "5xx" } });
    const answer = await get();
    expect(answer.status).toBe(200);
    expect(apps.v1.seen.map(({ headers }) => headers["x-envoy-attempt-count"])).toEqual(["1", "2", "3"]);
    reset();
    apps.v1.answer = () => ({ status: 503 });
    await route({ route: [to("v1")], retries: { attempts: 0 } });
    expect((await get()).status).toBe(503);
    expect(apps.v1.seen).toHaveLength(1);
  });

  it("injects faults, answers itself, redirects, rewrites and sets headers", async () => {
    reset();
    await route(
      {
        match: [{ uri: { exact: "/abort" } }],
        fault: { abort: { httpStatus: 418, percentage: { value: 100 } } },
        route: [to("v1")],
      },
      {
        match: [{ uri: { exact: "/slow" } }],
        fault: { delay: { fixedDelay: "300ms", percentage: { value: 100 } } },
        route: [to("v1")],
      },
      { match: [{ uri: { exact: "/direct" } }], directResponse: { status: 203, body: { string: "hi" } } },
      { match: [{ uri: { exact: "/old" } }], redirect: { uri: "/new", redirectCode: 302 } },
      {
        match: [{ uri: { prefix: "/api/" } }],
        rewrite: { uri: "/" },
        headers: { request: { set: { "x-set": "1" }, remove: ["x-gone"] }, response: { add: { "x-answer": "2" } } },
        route: [to("v1")],
      },
      { route: [to("v1")] },
    );
    expect((await get({ path: "/abort" })).status).toBe(418);
    const before = performance.now();
    expect((await get({ path: "/slow" })).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(290);
    expect(await get({ path: "/direct" })).toMatchObject({ status: 203, body: "hi" });
    expect(await get({ path: "/old" })).toMatchObject({ status: 302, headers: { location: "http://reviews/new" } });
    const answer = await get({ path: "/api/x", headers: { "x-gone": "1" } });
    expect(answer.headers["x-answer"]).toBe("2");
    const seen = apps.v1.seen.at(-1);
    expect(seen).toMatchObject({ path: "/x", headers: { "x-set": "1", "x-heddle-source": "client;shop" } });
    expect(seen?.headers["x-gone"]).toBeUndefined();
  });

  it("mirrors to another version without touching the answer", async () => {
    reset();
    await route({ route: [to("v1")], mirror: { host: HOST, subset: "v2" }, mirrorPercentage: { value: 100 } });
    for (let i = 0; i < 20; i += 1) expect((await get()).servedBy).toBe("reviews-v1");
    await until("mirrored requests", () => apps.v2.seen.length === 20);
    const headers = apps.v2.seen[0]?.headers ?? {};
    expect(headers["x-heddle-mirrored"]).toBe("client;shop");
    expect(Object.keys(headers).filter((name) => name.includes("mark"))).toEqual([]);
    expect(apps.v1.seen[0]?.headers["x-heddle-mirrored"]).toBeUndefined();
  });

  it("answers 503 UH for a subset without endpoints, and says so in the metrics", async () => {
    await route({ match: [{ uri: { exact: "/none" } }], route: [to("v9")] }, { route: [to("v1")] });
    const answer = await get({ path: "/none" });
    expect(answer).toMatchObject({ status: 503, body: "no healthy upstream" });
    expect((await get()).status).toBe(200);
    const target = mesh.mesh.scrapeTargets().find(({ source }) => source.workload === "client");
    const series = await until("the series of the failed request", async () => {
      const text = await (await fetch(target?.url ?? "")).text();
      return text
        .split("\n")
        .find((line) => line.startsWith("envoy_mesh_requests_total") && line.includes('flags="UH"'));
    });
    expect(series).toContain('destination="",cluster="outbound|9080|v9|reviews.shop.svc.cluster.local",code="503"');
  });

  it("keeps one client on one endpoint by a consistent hash", async () => {
    await mesh.put("destinationrules", "reviews", {
      host: HOST,
      trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: "x-user" } } },
    });
    await mesh.write("virtualservices", "reviews", null).then(({ revision }) => mesh.settled(revision));
    const users = await Promise.all(
      Array.from({ length: 12 }, (_, i) => tally(12, () => get({ headers: { "x-user": `user-${i}` } }))),
    );
    for (const counts of users) expect(Object.keys(counts)).toHaveLength(1);
    expect(new Set(users.flatMap((counts) => Object.keys(counts))).size).toBe(2);
  });
});
