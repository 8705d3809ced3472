import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readEnv } from "../env";
import { findEnvoy } from "../mesh/xds/testing/real-envoy";
import { ask } from "../mesh/xds/testing/test-app";
import { TestMesh, type TestProxy } from "../mesh/xds/testing/test-mesh";
import { MemorySink } from "./memory-sink.test-support";
import { type Ingest, startIngest } from "./start-ingest";

const REQUESTS = 300;
const TOKEN = "t".repeat(32);

describe("traffic through real Envoys", () => {
  const sink = new MemorySink();
  let folder = "";
  let mesh: TestMesh;
  let ingest: Ingest;
  let consoleServer: Server;
  let client: TestProxy;
  let web: TestProxy;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "heddle-mesh-traffic-"));
    consoleServer = createServer((_, response) => response.end(JSON.stringify(mesh?.mesh.scrapeTargets() ?? [])));
    await new Promise<void>((done) => consoleServer.listen(0, "127.0.0.1", done));
    ingest = await startIngest({
      mesh: "local",
      host: "127.0.0.1",
      otlpGrpcPort: 0,
      otlpHttpPort: 0,
      zipkinPort: 0,
      dataDir: folder,
      maxBodyBytes: 1e7,
      spanRetentionHours: 48,
      scrapeIntervalMs: 1000,
      consoleUrl: `http://127.0.0.1:${(consoleServer.address() as AddressInfo).port}`,
      internalToken: TOKEN,
      sink,
      log: pino({ level: "silent" }),
    });
    mesh = await TestMesh.start(findEnvoy(readEnv().envoyBin), { otlpAddress: `127.0.0.1:${ingest.ports.otlpGrpc}` });
    client = await mesh.join({ workload: "client" });
    web = await mesh.join({ workload: "web-v1", service: "web", version: "v1" });
  });
  afterAll(async () => {
    await ingest?.close();
    await mesh?.close();
    consoleServer?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const count = (origin: string, source: string, destination: string) =>
    sink.edges
      .filter(
        (row) =>
          row.origin === origin &&
          ["source", "destination", "span"].includes(row.reporter) &&
          row.source.workload === source &&
          row.destination.workload === destination,
      )
      .reduce((sum, row) => sum + row.count, 0);

  test("is counted exactly by the proxies, and the same by their spans", async () => {
    await vi.waitFor(async () => expect((await ask(client.outboundPort, "web.shop")).status).toBe(200), {
      timeout: 20_000,
    });
    let asked = 1;
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        while (asked < REQUESTS) {
          asked++;
          await ask(client.outboundPort, "web.shop");
        }
      }),
    );
    await vi.waitFor(() => expect(count("envoy", "client", "web-v1")).toBeGreaterThanOrEqual(asked), {
      timeout: 15_000,
    });
    const rows = sink.edges.filter((row) => row.origin === "envoy" && row.source.workload === "client");
    const answered = rows.filter((row) => row.code === "200");
    expect(answered.reduce((sum, row) => sum + row.count, 0)).toBe(asked);
    expect(answered[0]).toMatchObject({
      source: { namespace: "shop", workload: "client" },
      destination: { namespace: "shop", workload: "web-v1", app: "web", service: "web", version: "v1" },
      destinationHost: "web.shop.svc.cluster.local",
      reporter: "source",
      protocol: "http",
    });
    const latency = () =>
      sink.edges
        .filter((row) => row.origin === "envoy" && row.code === "200" && row.source.workload === "client")
        .flatMap((row) => row.latency)
        .reduce((sum, one) => sum + one, 0);
    await vi.waitFor(() => expect(latency()).toBeCloseTo(asked, 6), { timeout: 15_000 });
    await vi.waitFor(() => expect(count("span", "client", "web-v1")).toBe(asked), { timeout: 30_000 });
    const spanRow = sink.edges.find((row) => row.origin === "span" && row.source.workload === "client");
    expect(spanRow).toMatchObject({
      source: { namespace: "shop", workload: "client" },
      destination: { namespace: "shop", workload: "web-v1", service: "web", version: "v1" },
      estimated: true,
      code: "200",
    });
  });

  test("of a caller without a proxy is counted at the callee", async () => {
    await ask(web.inboundPort, "web");
    await ask(web.inboundPort, "web");
    await vi.waitFor(() => expect(count("envoy", "", "web-v1")).toBe(2), { timeout: 15_000 });
    const served = sink.edges.filter(({ reporter }) => reporter === "served");
    expect(served.reduce((sum, row) => sum + row.count, 0)).toBe(REQUESTS + 2);
    // The listener counts all plaintext, that of meshed callers without identity too.
    const arrived = sink.edges.filter(({ reporter }) => reporter === "inbound");
    expect(arrived.every(({ mtls, destination }) => mtls === "none" && destination.workload === "web-v1")).toBe(true);
    expect(arrived.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(2);
  });
});
