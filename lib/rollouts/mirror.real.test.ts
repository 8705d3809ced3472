import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../env";
import { buildGraph } from "../graph/build-graph";
import type { AppContext } from "../identity/ctx";
import { SharedResults } from "../identity/shared-results";
import { systemCtx } from "../identity/system-ctx";
import { type Ingest, startIngest } from "../ingest/start-ingest";
import { findEnvoy, until } from "../mesh/xds/testing/real-envoy";
import { ask, type TestApp } from "../mesh/xds/testing/test-app";
import { TestMesh, type TestProxy } from "../mesh/xds/testing/test-mesh";
import type { EdgeSample } from "../model/edge-sample";
import { ownMetricsSource } from "../sources/own-metrics-source";
import type { AppStore } from "../store/app-store";
import { openAppStore } from "../store/open-app-store";
import { TestStore } from "../store/telemetry/testing/open-test-store";
import { sourceRolloutMetrics } from "./analysis/source-rollout-metrics";
import { RolloutController } from "./controller/rollout-controller";
import { draft, HOST } from "./testing/sample-draft";
import { createRollout } from "./verbs/create-rollout";
import { readRollout } from "./verbs/read-rollout";
import { startRollout } from "./verbs/start-rollout";

const PERIOD_MS = 25;
const LONG_MS = 240_000;

describe("a mirror step through real Envoys", () => {
  let folder = "";
  let telemetry: TestStore;
  let store: AppStore;
  let mesh: TestMesh;
  let ingest: Ingest;
  let targets: Server;
  let app: AppContext;
  let controller: RolloutController;
  let web: TestProxy;
  let v1: TestProxy;
  let candidate: TestApp;
  let users: NodeJS.Timeout;
  let asked = 0;
  /** what users got that they should not */
  const unhappy: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "heddle-mirror-"));
    telemetry = await TestStore.open();
    store = await openAppStore({ dataDir: join(folder, "state") });
    targets = createServer((_, answer) => answer.end(JSON.stringify(mesh?.mesh.scrapeTargets() ?? [])));
    await new Promise<void>((done) => targets.listen(0, "127.0.0.1", done));
    ingest = await startIngest({
      ...{ mesh: "local", host: "127.0.0.1", otlpGrpcPort: 0, otlpHttpPort: 0, zipkinPort: 0 },
      ...{ dataDir: join(folder, "spool"), maxBodyBytes: 1e7, spanRetentionHours: 48, scrapeIntervalMs: 1000 },
      consoleUrl: `http://127.0.0.1:${(targets.address() as AddressInfo).port}`,
      ...{ internalToken: "t".repeat(32), sink: telemetry.store, log: pino({ level: "silent" }) },
    });
    mesh = await TestMesh.start(findEnvoy(readEnv().envoyBin), { otlpAddress: `127.0.0.1:${ingest.ports.otlpGrpc}` });
    const labels = (version: string) => ({ service: "reviews", app: "reviews", version });
    const [caller, stable, candidateProxy] = await Promise.all([
      mesh.join({ workload: "web-v1", upstream: "reviews.shop" }),
      mesh.join({ workload: "reviews-v1", ...labels("v1") }),
      mesh.join({ workload: "reviews-v2", ...labels("v2") }),
    ]);
    [web, v1] = [caller, stable];
    if (candidateProxy.app === undefined) throw new Error("the candidate has an application");
    candidate = candidateProxy.app;
    const metrics = ownMetricsSource({ client: telemetry.reader });
    const handle = { name: "local", port: mesh.mesh, metrics, traces: {} as never };
    app = {
      ...{ store, meshes: new Map([["local", handle]]), changePushed: () => undefined, now: Date.now },
      ...{ shared: new SharedResults(Date.now), log: pino({ level: "silent" }) },
    };
    controller = new RolloutController({
      deps: app,
      holder: "mirror-test",
      metricsOf: (one) => sourceRolloutMetrics(one, Date.now),
      ttlMs: 60_000,
    });
    const version = (name: string) => ({ name, labels: { version: name } });
    await mesh.put("destinationrules", "reviews", { host: HOST, subsets: [version("v1"), version("v2")] });
    const route = [{ destination: { host: HOST, subset: "v1" } }];
    await mesh.put("virtualservices", "reviews", { hosts: [HOST], http: [{ name: "default", route }] });
    users = setInterval(() => {
      asked += 1;
      void ask(web.outboundPort, "reviews.shop").then(
        ({ status, servedBy, body }) => {
          if (status !== 200 || servedBy !== "reviews-v1") unhappy.push(`${status} ${servedBy} ${body}`);
        },
        (error: Error) => unhappy.push(error.message),
      );
    }, PERIOD_MS);
  }, 90_000);
  afterAll(async () => {
    clearInterval(users);
    await controller?.stop();
    await ingest?.close();
    await mesh?.close();
    await new Promise((resolve) => targets?.close(resolve));
    await store?.close();
    await telemetry?.close();
    await rm(folder, { recursive: true, force: true });
  });
  const ctx = () => systemCtx(app, "ada");

  async function run(): Promise<string> {
    const strategy = { kind: "mirror", percent: 50, weights: [], bakeSec: 10, minRequests: 60 };
    const { target } = draft().targets[0] ?? {};
    const input = draft({
      targets: [{ target, strategy }],
      analysis: { checks: [{ metric: "successRate" }], intervalSec: 5, warmUpSec: 0, minSamples: 40 },
      drainSec: 1,
      mesh: "local",
    });
    const { id } = await createRollout({ ctx: ctx(), input });
    const { binding } = await readRollout({ ctx: ctx(), input: { id } });
    await startRollout({ ctx: ctx(), input: { id, ...binding, reason: "" } });
    return id;
  }

  const phaseOf = async (id: string, phases: readonly string[]) =>
    until(
      `the run to be ${phases.join(" or ")}`,
      async () => {
        await controller.tick();
        const row = await store.rollouts.get(id);
        return row && phases.includes(row.state.phase) ? row : null;
      },
      LONG_MS,
    );

  async function samplesSince(fromMs: number): Promise<EdgeSample[]> {
    const metrics = ownMetricsSource({ client: telemetry.reader });
    // What a scrape finds is spread over the time since the one before, which may reach into an earlier bucket.
    const window = { fromMs: fromMs - 10_000, toMs: Date.now() + 5000 };
    return (await metrics.edgeSamples({ mesh: "local", namespaces: null, served: true, ...window })).samples;
  }
  const countOf = (samples: EdgeSample[], of: Partial<EdgeSample>, callee: string) =>
    samples
      .filter((one) => Object.entries(of).every(([key, value]) => one[key as keyof EdgeSample] === value))
      .filter(({ destination }) => destination.workload === callee)
      .reduce((sum, { count }) => sum + count, 0);

  it(
    "to a bad version is rolled back by what its copies got, and no user saw anything",
    async () => {
      const beganMs = Date.now();
      candidate.answer = (_, nth) => ({ status: nth % 3 === 0 ? 500 : 200 });
      const id = await run();
      const { state } = await phaseOf(id, ["rolledBack", "succeeded", "paused"]);
      expect(state).toMatchObject({ phase: "rolledBack", reason: "failed" });
      const failed = (await store.rollouts.analyses(id, 50)).find(({ verdict }) => verdict === "fail");
      expect(failed?.canary.requests).toBeGreaterThanOrEqual(40);
      expect((failed?.canary.errors ?? 0) / (failed?.canary.requests ?? 1)).toBeCloseTo(1 / 3, 1);
      expect(failed?.stable.errors).toBe(0);
      expect(asked).toBeGreaterThan(80);
      expect(unhappy).toEqual([]);

      const copies = async () => countOf(await samplesSince(beganMs), { reporter: "mirrored" }, "reviews-v2");
      await until("every copy in the store", async () => (await copies()) >= candidate.seen.length, 60_000);
      const samples = await samplesSince(beganMs);
      const [services, workloads] = await Promise.all([mesh.mesh.services(), mesh.mesh.workloads()]);
      const graph = buildGraph({
        mesh: "local",
        view: { mesh: "local", namespaces: null, type: "workload", durationSec: 60 },
        window: { fromMs: beganMs, toMs: Date.now() },
        ...{ samples, services, workloads, sources: [] },
      });
      const edge = graph.edges.find(({ target }) => target === "workload/shop/reviews-v2");
      expect(edge).toMatchObject({ source: "workload/shop/web-v1", requests: 0, errorRatio: 0 });
      expect(edge?.mirrored?.requests).toBeGreaterThanOrEqual(40);
      expect(edge?.mirrored?.errorRatio).toBeCloseTo(1 / 3, 1);
      expect(graph.nodes.find(({ id: node }) => node === "workload/shop/reviews-v2")?.inbound.requests).toBe(0);
      expect(edge?.mirrored?.requests).toBe(candidate.seen.length);
    },
    LONG_MS,
  );

  it(
    "cannot be passed off as one by a header from outside",
    async () => {
      const beganMs = Date.now();
      const headers = { "x-heddle-mirror-mark": "0".repeat(32), "x-heddle-mirrored": "web-v1;shop" };
      const seen = v1.app?.seen.length ?? 0;
      const sent = 40;
      const answers = new Map<string, number>();
      const forge = async (port: number, host: string, path: string) => {
        const { status, servedBy } = await ask(port, host, { headers, path });
        const key = `${path} ${status} ${servedBy}`;
        answers.set(key, (answers.get(key) ?? 0) + 1);
      };
      for (let i = 0; i < sent; i += 1) {
        await forge(v1.inboundPort, "reviews", "/forged-at-the-callee");
        await forge(web.outboundPort, "reviews.shop", "/forged-by-the-application");
        await forge(web.gatewayPort, "anything", "/forged-at-the-edge");
      }
      expect(Object.fromEntries(answers)).toEqual({
        "/forged-at-the-callee 200 reviews-v1": sent,
        "/forged-by-the-application 200 reviews-v1": sent,
        "/forged-at-the-edge 200 reviews-v1": sent,
      });
      const forged = v1.app?.seen.slice(seen).filter(({ path }) => path.startsWith("/forged")) ?? [];
      expect(forged).toHaveLength(3 * sent);
      expect(forged.filter((one) => one.headers["x-heddle-mirrored"] || one.headers["x-heddle-mirror-mark"])).toEqual(
        [],
      );
      // Direct calls have no proxy of their own: only the callee counts them, so that they are told from the users' here.
      const arrived = async () =>
        countOf(await samplesSince(beganMs), { reporter: "destination" }, "reviews-v1") >= sent;
      await until("the direct calls in the store", arrived, 60_000);
      const samples = await samplesSince(beganMs);
      expect(countOf(samples, { reporter: "mirrored" }, "reviews-v1")).toBe(0);
      expect(countOf(samples, { reporter: "destination" }, "reviews-v1")).toBe(sent);
      expect(countOf(samples, { reporter: "served" }, "reviews-v1")).toBeGreaterThanOrEqual(3 * sent);
      expect(countOf(samples, { reporter: "source" }, "reviews-v1")).toBeGreaterThanOrEqual(2 * sent);
    },
    LONG_MS,
  );

  it("is not to be read out of a proxy's configuration", async () => {
    const mirrorMark = mesh.lasting.vault.derive("local/mirrored requests");
    for (const { id } of await mesh.mesh.proxies()) {
      const config = JSON.stringify(await mesh.mesh.proxyConfig(id));
      expect(config).not.toContain(mirrorMark);
      expect(config.length).toBeGreaterThan(100);
    }
  });

  it(
    "to a good version passes on its copies and goes on",
    async () => {
      candidate.answer = () => ({});
      const id = await run();
      const { state } = await phaseOf(id, ["promoting", "cleanup", "succeeded", "rolledBack", "paused"]);
      expect(["promoting", "cleanup", "succeeded"]).toContain(state.phase);
      const [latest] = await store.rollouts.analyses(id, 50);
      expect(latest).toMatchObject({ verdict: "pass", canary: { errors: 0 } });
      expect(latest?.canary.requests).toBeGreaterThanOrEqual(40);
      expect(latest?.stable.requests).toBeGreaterThan(latest?.canary.requests ?? 0);
    },
    LONG_MS,
  );
});
