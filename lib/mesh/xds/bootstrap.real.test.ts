import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readEnv } from "../../env";
import { bootstrap } from "./bootstrap";
import type { BootstrapOptions } from "./bootstrap-options";
import { findEnvoy } from "./testing/real-envoy";

const base: BootstrapOptions = {
  workload: "w",
  namespace: "shop",
  adminPort: 15000,
  xds: "127.0.0.1:15010",
  otlp: "127.0.0.1:4317",
};
const dir = mkdtempSync(path.join(tmpdir(), "heddle-bootstrap-"));

describe("the bootstrap in a real Envoy's eyes", () => {
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it.each<[string, Partial<BootstrapOptions>]>([
    ["a service", { service: "reviews", appPort: 9080, inboundPort: 15006, outboundPort: 15001, version: "v1" }],
    ["a client", { outboundPort: 15001, tcpUpstreams: [{ host: "redis.platform", port: 6379, localPort: 16379 }] }],
    ["a gateway", { gatewayPort: 8080, upstream: "web.shop:9080" }],
    ["a proxy with two consoles", { xds: "127.0.0.1:15010,127.0.0.1:15011" }],
    ["a proxy far from the console", { xds: "heddle.example.org:15010", otlp: "[::1]:4317", address: "10.1.2.3" }],
  ])("is valid for %s", (_, options) => {
    const file = path.join(dir, "bootstrap.json");
    writeFileSync(file, JSON.stringify(bootstrap({ ...base, ...options })));
    const run = spawnSync(findEnvoy(readEnv().envoyBin), ["--mode", "validate", "-c", file], { encoding: "utf8" });
    expect(run.stdout + run.stderr).toContain("OK");
    expect(run.status).toBe(0);
  });
});
