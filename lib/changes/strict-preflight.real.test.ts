import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../env";
import type { Ctx } from "../identity/ctx";
import { SharedResults } from "../identity/shared-results";
import { systemCtx } from "../identity/system-ctx";
import { type Ingest, startIngest } from "../ingest/start-ingest";
import { findEnvoy, until } from "../mesh/xds/testing/real-envoy";
import { ask } from "../mesh/xds/testing/test-app";
import { TestMesh, type TestProxy } from "../mesh/xds/testing/test-mesh";
import type { Finding } from "../model/finding";
import type { HeddleError } from "../model/heddle-error";
import { ownMetricsSource } from "../sources/own-metrics-source";
import type { AppStore } from "../store/app-store";
import { openAppStore } from "../store/open-app-store";
import { TestStore } from "../store/telemetry/testing/open-test-store";
import { pushChange } from "./push";
import { validateChange } from "./validate";

const TOKEN = "t".repeat(32);
const REASON = "the vendor's job is moved on Monday, agreed with its team";

/** STRICT for one workload of the namespace shop. */
const strictFor = (app: string) => ({
  key: {
    ...{ group: "security.istio.io", version: "v1", plural: "peerauthentications" },
    ...{ namespace: "shop", name: `strict-${app}` },
  },
  yaml: `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: strict-${app}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${app} } }
  mtls: { mode: STRICT }
`,
  resourceVersion: null,
});

describe("STRICT against plaintext that real proxies took", () => {
  let folder = "";
  let telemetry: TestStore;
  let store: AppStore;
  let mesh: TestMesh;
  let ingest: Ingest;
  let targets: HttpServer;
  let backend: Server;
  let ctx: Ctx;
  let web: TestProxy;
  let reviews: TestProxy;
  let quiet: TestProxy;
  let redis: TestProxy;
  const open: Socket[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "heddle-preflight-"));
    telemetry = await TestStore.open();
    store = await openAppStore({ dataDir: join(folder, "state") });
    targets = createHttpServer((_, answer) => answer.end(JSON.stringify(mesh?.mesh.scrapeTargets() ?? [])));
    await new Promise<void>((done) => targets.listen(0, "127.0.0.1", done));
    backend = createServer((socket) => void socket.on("error", () => undefined).pipe(socket));
    await new Promise<void>((done) => backend.listen(0, "127.0.0.1", done));
    ingest = await startIngest({
      ...{ mesh: "local", host: "127.0.0.1", otlpGrpcPort: 0, otlpHttpPort: 0, zipkinPort: 0 },
      ...{ dataDir: join(folder, "spool"), maxBodyBytes: 1e7, spanRetentionHours: 48, scrapeIntervalMs: 1000 },
      consoleUrl: `http://127.0.0.1:${(targets.address() as AddressInfo).port}`,
      ...{ internalToken: TOKEN, sink: telemetry.store, log: pino({ level: "silent" }) },
    });
    mesh = await TestMesh.start(findEnvoy(readEnv().envoyBin), { otlpAddress: `127.0.0.1:${ingest.ports.otlpGrpc}` });
    [web, reviews, quiet, redis] = await Promise.all([
      mesh.join({ workload: "web-v1" }),
      mesh.join({ workload: "reviews-v1", service: "reviews", version: "v1" }),
      mesh.join({ workload: "quiet-v1", service: "quiet", version: "v1" }),
      mesh.join({
        ...{ workload: "redis", service: "redis", protocol: "tcp", servicePort: 6379 },
        appPort: (backend.address() as AddressInfo).port,
      }),
    ]);
    const silent = new Map<string, string>();
    ctx = systemCtx(
      {
        store,
        meshes: new Map([
          [
            "local",
            {
              ...{ name: "local", port: mesh.mesh, traces: {} as never },
              metrics: ownMetricsSource({ client: telemetry.reader }),
            },
          ],
        ]),
        shared: new SharedResults(Date.now),
        changePushed: () => undefined,
        proxyReadings: async () => ({ error: null, unread: silent }),
        log: pino({ level: "silent" }),
        now: Date.now,
      },
      "ada",
    );
  }, 90_000);
  afterAll(async () => {
    for (const socket of open) socket.destroy();
    await ingest?.close();
    await mesh?.close();
    for (const server of [targets, backend]) await new Promise((resolve) => server?.close(resolve));
    await store?.close();
    await telemetry?.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const errorsOf = async (app: string): Promise<Finding[]> =>
    (await validateChange({ ctx, input: { items: [strictFor(app)] } })).findings.filter(
      ({ severity }) => severity === "error",
    );
  const named = async (app: string) => (await errorsOf(app)).map(({ code, message }) => `${code} ${message}`);

  it("is refused for want of any traffic on record, then not for a workload that only mutual TLS reached", async () => {
    expect(await named("reviews")).toEqual([expect.stringMatching(/^HED-PA-022 .*No traffic at all is on record/)]);
    await until("a meshed call", async () => (await ask(web.outboundPort, "reviews.shop")).status === 200);
    await ask(web.outboundPort, "quiet.shop");
    await until("traffic on record and no error", async () => (await named("reviews")).length === 0, 30_000);
  }, 60_000);

  it("is refused by a plaintext request with a forged source header, which no proxy reports as a caller's", async () => {
    const forged = { headers: { "x-heddle-source": "web-v1;shop", connection: "close" } };
    expect((await ask(reviews.inboundPort, "reviews", forged)).status).toBe(200);
    const errors = await until("the forger to be told", async () => {
      const found = await named("reviews");
      return found.length > 0 ? found : undefined;
    });
    expect(errors).toEqual([
      expect.stringMatching(/^HED-PA-020 A caller without a name talks plaintext to reviews-v1: 1 request in/),
    ]);
    expect(await named("quiet")).toEqual([]);
  }, 60_000);

  it("is refused by a TCP connection in plaintext that is still open", async () => {
    const socket = connect(redis.inboundPort, "127.0.0.1");
    open.push(socket);
    await new Promise((resolve) => socket.once("data", resolve).write("PING"));
    const errors = await until("the connection to be told", async () => {
      const found = await named("redis");
      return found.length > 0 ? found : undefined;
    });
    expect(errors).toEqual([
      expect.stringMatching(/^HED-PA-020 A caller without a name talks plaintext to redis: 1 connection in/),
    ]);
  }, 60_000);

  it("is refused by a request in plaintext that has not ended, as a stream of days", async () => {
    if (quiet.app) quiet.app.answer = () => ({ delayMs: 120_000 });
    const socket = connect(quiet.inboundPort, "127.0.0.1");
    open.push(socket);
    socket.on("error", () => undefined).write("GET /stream HTTP/1.1\r\nhost: quiet\r\n\r\n");
    await until("the stream to be told", async () => (await named("quiet")).length > 0);
    expect(await named("quiet")).toEqual([expect.stringMatching(/^HED-PA-020 A caller without a name .* quiet-v1/)]);
  }, 60_000);

  it("pushes nothing without a reason; with one it goes through, is on record, and Envoy refuses plaintext", async () => {
    const input = { items: [strictFor("reviews")], reason: "stage three" };
    const refused = await pushChange({ ctx, input }).then(
      () => undefined,
      (error: HeddleError) => error,
    );
    expect(refused?.code).toBe("refused_by_policy");
    expect(refused?.details).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ code: "HED-PA-020", overridable: true })]),
    });
    const direct = () =>
      ask(reviews.inboundPort, "reviews", { headers: { connection: "close" } }).then(
        ({ status }) => status,
        (error: NodeJS.ErrnoException) => error.code,
      );
    expect(await direct()).toBe(200);

    await pushChange({ ctx, input: { ...input, override: REASON } });
    await until("plaintext to be refused", async () => (await direct()) === "ECONNRESET");
    expect((await ask(web.outboundPort, "reviews.shop")).status).toBe(200);
    const [entry] = await store.audit.list({ limit: 1 });
    expect(entry).toMatchObject({ action: "change.override", outcome: "allowed", actor: "ada" });
    expect(entry?.detail).toMatchObject({
      override: REASON,
      overridden: [{ code: "HED-PA-020", message: expect.stringContaining("A caller without a name") }],
    });
  }, 60_000);
});
