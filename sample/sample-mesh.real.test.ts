import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readEnv } from "@/lib/env";
import { createEmbeddedMesh, type EmbeddedMesh } from "@/lib/mesh/xds/embedded-mesh";
import { MemoryConfigStore } from "@/lib/mesh/xds/memory-config-store";
import { testAuthority } from "@/lib/mesh/xds/testing/test-authority";
import { type SampleMesh, startSampleMesh } from "./sample-mesh";
import { parseServedBy } from "./service/served-by";
import { readConfigFiles } from "./steering/config-file";
import { freePorts } from "./topology/free-ports";

const log = pino({ level: "silent" });

const FETCHED = resolve(".envoy/envoy/_bin/envoy");

function envoyProgram(): string {
  const program = readEnv().envoyBin ?? (existsSync(FETCHED) ? FETCHED : "envoy");
  if (spawnSync(program, ["--version"]).status === 0) return program;
  throw new Error("This test needs Envoy: set ENVOY_BIN, or run npm start once, which fetches it.");
}

let dataDir: string;
let plane: EmbeddedMesh;
let mesh: SampleMesh;
let gateway: string;
let control: string;
const spans: { name: string; traceId: string }[] = [];

/** The collector's OTLP/HTTP door, as far as the batch client uses it. */
const door = createServer(async (incoming: IncomingMessage, outgoing) => {
  let text = "";
  for await (const chunk of incoming) text += chunk;
  for (const { scopeSpans } of JSON.parse(text).resourceSpans)
    for (const scope of scopeSpans) spans.push(...scope.spans);
  outgoing.writeHead(200, { "content-type": "application/json" }).end("{}");
});

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "heddle-sample-"));
  await new Promise<void>((done) => door.listen(0, "127.0.0.1", done));
  plane = await createEmbeddedMesh({
    ...(await testAuthority(log)),
    configStore: new MemoryConfigStore(),
    mesh: "local",
    host: "127.0.0.1",
    xdsPort: 0,
    log,
  });
  const files = await readConfigFiles("sample/config");
  await plane.putConfig(files.map((file) => ({ ...file, actor: "sample", reason: "test", resourceVersion: null })));
  const [gatewayPort = 0] = await freePorts(1, `${dataDir}/gateway`);
  mesh = await startSampleMesh({
    envoyBin: envoyProgram(),
    identity: () => ({}),
    dataDir,
    guardScript: resolve("lib/launch/guard.mjs"),
    mesh: "local",
    xds: `127.0.0.1:${plane.xdsPort}`,
    otlpGrpc: "127.0.0.1:9",
    otlpHttpUrl: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    gatewayPort,
    controlPort: 0,
    ratePerSec: 5,
    avoidPorts: [],
    log,
  });
  gateway = `http://127.0.0.1:${gatewayPort}`;
  control = `http://127.0.0.1:${mesh.controlPort}`;
  await mesh.ready;
  await vi.waitFor(async () => expect((await fetch(`${gateway}/`)).status).toBe(200), { timeout: 20_000 });
});

afterAll(async () => {
  await mesh?.stop();
  await plane?.close();
  door.closeAllConnections();
  door.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function page(path: string, init: RequestInit = {}) {
  const answer = await fetch(`${gateway}${path}`, init);
  return {
    status: answer.status,
    servedBy: parseServedBy(answer.headers.get("x-served-by") ?? ""),
    body: await answer.json(),
  };
}

test("an answer names the workloads that took part, in order, over three proxies and more", async () => {
  await expect
    .poll(async () => (await page("/products/raddle")).servedBy.includes("ratings-v1"), { timeout: 20_000 })
    .toBe(true);
  const { status, servedBy } = await page("/products/raddle");
  expect(status).toBe(200);
  expect(servedBy.slice(0, 3)).toEqual(["web-v1", "catalog-v1", "inventory-v1"]);
  expect(servedBy.filter((name) => name.startsWith("reviews-"))).toHaveLength(1);
});

test("reviews are split as the VirtualService says", async () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 40; i++) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => page("/reviews/temple")));
    for (const { servedBy } of answers) {
      const version = servedBy.find((name) => name.startsWith("reviews-")) ?? "none";
      counts.set(version, (counts.get(version) ?? 0) + 1);
    }
  }
  expect(counts.get("none") ?? 0).toBe(0);
  expect((counts.get("reviews-v1") ?? 0) / 400).toBeCloseTo(0.6, 0.5);
  expect((counts.get("reviews-v2") ?? 0) / 400).toBeCloseTo(0.3, 0.5);
  expect(counts.get("reviews-v3") ?? 0).toBeGreaterThan(10);
});

test("a cart is kept in redis, reached by TCP through the cart's own proxy, until it is bought", async () => {
  const headers = { "x-session": "the-test" };
  await page("/cart/raddle", { method: "POST", headers });
  const second = await page("/cart/raddle", { method: "POST", headers });
  expect(second.body).toEqual({ items: { raddle: 2 } });
  expect(second.servedBy).toEqual(["web-v1", "cart-v1"]);
  const bought = await page("/checkout", { method: "POST", headers });
  expect(bought.status).toBe(201);
  expect(bought.servedBy).toEqual(["web-v1", "checkout-v1", "cart-v1", "payments-v1", "shipping-v1", "inventory-v1"]);
  expect((await page("/cart", { headers })).body).toEqual({ items: {} });
});

test("a scenario switched at run time changes what shoppers see, and back", async () => {
  const play = (body: unknown) => fetch(`${control}/scenario`, { method: "PUT", body: JSON.stringify(body) });
  expect((await play({ name: "chaos" })).status).toBe(400);
  expect((await play({ name: "bad-version" })).status).toBe(200);
  expect(await (await fetch(`${control}/scenario`)).json()).toMatchObject({ name: "bad-version" });
  const failures = async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => page("/reviews/temple")));
    return answers.filter(({ status }) => status === 502).length;
  };
  await expect.poll(failures, { timeout: 20_000 }).toBeGreaterThan(0);
  expect((await play({ name: "healthy" })).status).toBe(200);
});

test("the batch client reaches its services without a proxy and reports its own spans", async () => {
  await expect.poll(() => spans.filter(({ name }) => name === "GET").length, { timeout: 15_000 }).toBeGreaterThan(1);
  const root = spans.find(({ name }) => name === "reconcile");
  expect(spans.filter(({ traceId }) => traceId === root?.traceId).length).toBeGreaterThanOrEqual(3);
});

test("a proxy that is killed is started again on its own ports", async () => {
  const pidOf = () => mesh.proxies().find(({ name }) => name === "ratings-v1")?.pid;
  const before = pidOf();
  expect(before).toBeDefined();
  process.kill(before as number, "SIGKILL");
  await expect.poll(() => pidOf() !== undefined && pidOf() !== before, { timeout: 15_000 }).toBe(true);
  await expect
    .poll(async () => (await page("/products/raddle")).servedBy.includes("ratings-v1"), { timeout: 20_000 })
    .toBe(true);
});

test("after stop() no proxy is left", async () => {
  const pids = mesh.proxies().map(({ pid }) => pid);
  expect(pids).toHaveLength(13);
  await mesh.stop();
  const alive = pids.filter((pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  });
  expect(alive).toEqual([]);
});
