import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, credentials } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { encodeTraceJson } from "./ingest/otlp/encode-trace-json";
import { CollectorStatus } from "./model/collector-status";

const TOKEN = randomBytes(24).toString("hex");
const START_MS = 30_000;

interface Running {
  child: ChildProcess;
  ports: { console: number; grpc: number; http: number; zipkin: number; reads: number };
  output: string[];
  ended: Promise<number | null>;
}

let dataDir = "";
let running: Running[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "heddle-collector-"));
  running = [];
});
afterEach(async () => {
  for (const { child, ended } of running) {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  }
  await rm(dataDir, { recursive: true, force: true });
});

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((done) => server.listen(0, "127.0.0.1", () => done(server)));
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

async function start(): Promise<Running> {
  const [consolePort = 0, grpc = 0, http = 0, zipkin = 0, reads = 0] = await freePorts(5);
  const child = spawn(process.execPath, ["--import", "tsx", "lib/collector.ts"], {
    cwd: join(import.meta.dirname, ".."),
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_ENV: "production",
      HEDDLE_CONSOLE_PORT: String(consolePort),
      HEDDLE_OTLP_GRPC_PORT: String(grpc),
      HEDDLE_OTLP_HTTP_PORT: String(http),
      HEDDLE_ZIPKIN_PORT: String(zipkin),
      HEDDLE_COLLECTOR_PORT: String(reads),
      HEDDLE_DATA_DIR: dataDir,
      HEDDLE_INTERNAL_TOKEN: TOKEN,
    } as NodeJS.ProcessEnv,
  });
  const output: string[] = [];
  child.stdout?.on("data", (chunk) => output.push(String(chunk)));
  child.stderr?.on("data", (chunk) => output.push(String(chunk)));
  const ended = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  const one = { child, ports: { console: consolePort, grpc, http, zipkin, reads }, output, ended };
  running.push(one);
  return one;
}

async function startReady(): Promise<Running> {
  const one = await start();
  const ready = async () => {
    const answer = await fetch(`http://127.0.0.1:${one.ports.reads}/readyz`).catch(() => null);
    expect(answer?.status, one.output.join("")).toBe(200);
  };
  await vi.waitFor(ready, { timeout: START_MS, interval: 100 });
  return one;
}

async function status({ ports }: Running): Promise<CollectorStatus> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  return CollectorStatus.parse(
    await (await fetch(`http://127.0.0.1:${ports.reads}/internal/status`, { headers })).json(),
  );
}

/** Rows of a read, as the console would read them. */
async function read({ ports }: Running, query: string): Promise<Record<string, unknown>[]> {
  const answer = await fetch(
    `http://127.0.0.1:${ports.reads}/?query=${encodeURIComponent(`${query} FORMAT JSONEachRow`)}`,
    {
      headers: { authorization: `Bearer ${TOKEN}` },
    },
  );
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The one figure `n` of a read. */
async function number(collector: Running, query: string): Promise<number> {
  return Number((await read(collector, query))[0]?.n);
}

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

function request(name: string, count = 1) {
  const now = BigInt(Date.now()) * 1_000_000n;
  const spans = Array.from({ length: count }, () => ({
    traceId: randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    name,
    kind: 3,
    startTimeUnixNano: `${now}`,
    endTimeUnixNano: `${now + 12_345_678n}`,
    attributes: [
      text("upstream_cluster", "outbound|80||db.shop.svc.cluster.local"),
      { key: "n", value: { intValue: "7" } },
    ],
    events: [{ name: "e", timeUnixNano: `${now}` }],
  }));
  return { resourceSpans: [{ resource: { attributes: [text("service.name", "web")] }, scopeSpans: [{ spans }] }] };
}

function sendHttp({ ports }: Running, body: Buffer): Promise<Response> {
  return fetch(`http://127.0.0.1:${ports.http}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: body as BodyInit,
  });
}

function sendGrpc({ ports }: Running, body: Buffer): Promise<void> {
  const client = new Client(`127.0.0.1:${ports.grpc}`, credentials.createInsecure());
  const path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      (b: Buffer) => b,
      (b: Buffer) => b,
      body,
      (error) => {
        client.close();
        if (error) reject(error);
        else resolve();
      },
    );
  });
}

describe("the collector", () => {
  test("stores what comes by every protocol, whole, and gives it back by ClickHouse's interface", async () => {
    const collector = await startReady();
    await sendHttp(collector, encodeTraceJson(request("by-http")));
    await sendGrpc(collector, encodeTraceJson(request("by-grpc")));
    await fetch(`http://127.0.0.1:${collector.ports.http}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request("by-json")),
    });
    const zipkin = {
      traceId: "5af7183fb1d4cf5f",
      id: "352bff9a74ca9ad2",
      name: "by-zipkin",
      timestamp: Date.now() * 1000,
    };
    await fetch(`http://127.0.0.1:${collector.ports.zipkin}/api/v2/spans`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([zipkin]),
    });
    const names = async () => (await read(collector, "SELECT name FROM spans ORDER BY name")).map((row) => row.name);
    await vi.waitFor(async () => expect(await names()).toEqual(["by-grpc", "by-http", "by-json", "by-zipkin"]), {
      timeout: 10_000,
    });
    const [row] = await read(collector, "SELECT * FROM spans WHERE name = 'by-http'");
    expect(row).toMatchObject({
      mesh: "local",
      service: "web",
      workload: "web",
      peer: "db.shop.svc.cluster.local",
      attributes: { upstream_cluster: "outbound|80||db.shop.svc.cluster.local", n: "7" },
      attributeTypes: "si",
    });
    expect(Number(row?.durationNs)).toBe(12_345_678);
    expect(JSON.parse(String(row?.events))).toMatchObject([{ name: "e" }]);
    const now = await status(collector);
    expect(now).toMatchObject({ ok: true, accepted: { spans: 4 }, rejected: {}, lossNotes: [] });
    expect(now.scrape.consoleError).not.toBe("");
  });

  test("keeps its state to those with the token, and shows its counters to Prometheus", async () => {
    const collector = await startReady();
    const base = `http://127.0.0.1:${collector.ports.reads}`;
    expect((await fetch(`${base}/internal/status`)).status).toBe(401);
    expect((await fetch(`${base}/?query=SELECT+1`)).status).toBe(403);
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    await sendHttp(collector, encodeTraceJson(request("x", 3)));
    const metrics = await (await fetch(`${base}/metrics`)).text();
    expect(metrics).toContain('heddle_ingest_accepted_total{kind="spans"} 3');
  });

  test("ended by SIGTERM loses nothing it acknowledged, neither spans nor edges, and says nothing is lost", async () => {
    const first = await startReady();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => sendHttp(first, encodeTraceJson(request("kept", 50)))),
    );
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    const second = await startReady();
    expect(await number(second, "SELECT count() AS n FROM spans")).toBe(1000);
    expect(await number(second, "SELECT sum(count) AS n FROM edges_5s")).toBe(1000);
    expect((await status(second)).lossNotes).toEqual([]);
  });

  test("ended by SIGKILL comes back with every acknowledged span, once, and says what may be missing", async () => {
    const first = await startReady();
    let acknowledged = 0;
    const sending = Array.from({ length: 8 }, async () => {
      for (let i = 0; i < 40; i++) {
        const answer = await sendHttp(first, encodeTraceJson(request("kept", 50))).catch(() => null);
        if (answer?.status !== 200) return;
        acknowledged += 50;
      }
    });
    await vi.waitFor(() => expect(acknowledged).toBeGreaterThan(4000), { timeout: 20_000, interval: 5 });
    first.child.kill("SIGKILL");
    await Promise.all(sending);
    await first.ended;
    const second = await startReady();
    const count = () => number(second, "SELECT count() AS n FROM spans");
    await vi.waitFor(async () => expect((await status(second)).store.waitingSpans).toBe(0), { timeout: 10_000 });
    // Eight requests may have been on disk without their answers having been seen.
    expect(await count()).toBeGreaterThanOrEqual(acknowledged);
    expect(await count()).toBeLessThanOrEqual(acknowledged + 8 * 50);
    expect(await number(second, "SELECT uniqExact(spanId) AS n FROM spans")).toBe(await count());
    const { lossNotes } = await status(second);
    expect(lossNotes[0]?.text).toMatch(/without a clean stop: edge traffic received between/);
  });

  test("does not start on a folder that another one keeps", async () => {
    await startReady();
    const second = await start();
    expect(await second.ended).toBe(1);
    expect(second.output.join("")).toMatch(/in use/);
  });
});
