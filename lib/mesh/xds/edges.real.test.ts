import { createServer, type Server, Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../../env";
import { findEnvoy, freePorts, until } from "./testing/real-envoy";
import { ask, startTestApp, type TestApp, tally } from "./testing/test-app";
import { TestMesh, type TestProxy } from "./testing/test-mesh";

const HOST = "web.shop.svc.cluster.local";

describe("edges of the mesh through real Envoys", () => {
  let mesh: TestMesh;
  let gateway: TestProxy;
  let client: TestProxy;
  let web: TestProxy;
  let store: Server;
  let outside: TestApp;
  let tcpPort: number;

  beforeAll(async () => {
    mesh = await TestMesh.start(findEnvoy(readEnv().envoyBin));
    store = createServer((socket) => socket.pipe(socket));
    await new Promise<void>((resolve) => store.listen(0, "127.0.0.1", resolve));
    outside = await startTestApp("outside");
    [tcpPort = 0] = await freePorts(1);
    client = await mesh.join({
      workload: "client",
      tcpUpstreams: [{ host: "redis.platform", port: 6379, localPort: tcpPort }],
    });
    gateway = await mesh.join({ workload: "edge", namespace: "ingress", upstream: "web.shop" });
    web = await mesh.join({ workload: "web-v1", service: "web", version: "v1" });
    await mesh.join({ workload: "web-v2", service: "web", version: "v2" });
    await mesh.join({
      workload: "redis",
      namespace: "platform",
      service: "redis",
      protocol: "tcp",
      servicePort: 6379,
      appPort: (store.address() as { port: number }).port,
    });
  });
  afterAll(async () => {
    await mesh?.close();
    await outside?.close();
    await new Promise((resolve) => store?.close(resolve));
  });

  const echo = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = new Socket();
      socket.once("data", (data) => {
        resolve(data.toString());
        socket.end();
      });
      socket.once("error", reject);
      socket.once("close", () => reject(new Error("closed")));
      socket.connect(tcpPort, "127.0.0.1", () => socket.write(text));
    });

  it("carries TCP to a store and counts its connections", async () => {
    expect(await until("an echo through two proxies", () => echo("ping"))).toBe("ping");
    const target = mesh.mesh.scrapeTargets().find(({ source }) => source.workload === "client");
    const cluster = "outbound|6379||redis.platform.svc.cluster.local";
    expect(target?.outboundTcp[cluster]).toEqual({
      namespace: "platform",
      workload: "redis",
      app: "redis",
      service: "redis",
      version: "latest",
    });
    const text = await (await fetch(target?.url ?? "")).text();
    for (const name of ["upstream_cx_total", "upstream_cx_rx_bytes_total", "upstream_cx_tx_bytes_total"])
      expect(text).toMatch(
        new RegExp(`^envoy_cluster_${name}\\{cluster_name="outbound\\|6379\\|\\|redis[^"]*"\\} [1-9]`, "m"),
      );
    expect(text).not.toContain("upstream_cx_connect_ms");
  });

  it("leads a gateway to its upstream by the upstream's own rules, and to nothing else by name", async () => {
    const counts = await until("both versions through the gateway", async () => {
      const seen = await tally(40, () => ask(gateway.gatewayPort, "anything.example.org"));
      return seen["web-v1"] && seen["web-v2"] ? seen : undefined;
    });
    expect(Object.keys(counts).sort()).toEqual(["web-v1", "web-v2"]);
    await mesh.put("destinationrules", "web", { host: HOST, subsets: [{ name: "v2", labels: { version: "v2" } }] });
    await mesh.put("virtualservices", "web", {
      hosts: [HOST],
      http: [{ route: [{ destination: { host: HOST, subset: "v2" } }] }],
    });
    expect(await tally(20, () => ask(gateway.gatewayPort, "shop.example.org"))).toEqual({ "web-v2": 20 });
    expect((await ask(gateway.gatewayPort, "redis.platform:6379")).servedBy).toBe("web-v2");
  });

  it("binds a VirtualService to a gateway by name", async () => {
    await mesh.put(
      "virtualservices",
      "admin",
      { hosts: ["admin.example.org"], gateways: ["edge"], http: [{ directResponse: { status: 207 } }] },
      "ingress",
    );
    expect((await ask(gateway.gatewayPort, "admin.example.org")).status).toBe(207);
    expect((await ask(client.outboundPort, "admin.example.org")).status).toBe(502);
  });

  it("counts a caller without a proxy at the callee, and a caller with one only at the caller", async () => {
    await ask(web.inboundPort, "web");
    await tally(5, () => ask(client.outboundPort, "web.shop"));
    const target = mesh.mesh.scrapeTargets().find(({ source }) => source.workload === "web-v1");
    const line = await until("the inbound series", async () => {
      const text = await (await fetch(target?.url ?? "")).text();
      return text.split("\n").find((one) => one.startsWith("envoy_mesh_in_requests_total"));
    });
    expect(line).toMatch(/destination="web-v1;shop;web;v1;local".*code="200".* 1$/);
  });

  it("reaches an external service by a ServiceEntry, without telling it who calls", async () => {
    await mesh.put("serviceentries", "outside", {
      hosts: ["api.outside.test"],
      location: "MESH_EXTERNAL",
      resolution: "STATIC",
      ports: [{ number: 80, name: "http", protocol: "HTTP" }],
      endpoints: [{ address: "127.0.0.1", ports: { http: outside.port } }],
    });
    expect((await ask(client.outboundPort, "api.outside.test")).servedBy).toBe("outside");
    expect(outside.seen.at(-1)?.headers["x-heddle-source"]).toBeUndefined();
  });

  it("joins WorkloadEntries chosen by labels, and splits between them by subset", async () => {
    const legacy = await startTestApp("legacy");
    await mesh.put("workloadentries", "vm-1", {
      address: "127.0.0.1",
      labels: { app: "old", version: "v1" },
      ports: { http: legacy.port },
    });
    await mesh.put("serviceentries", "old", {
      hosts: ["old.shop.svc.cluster.local"],
      location: "MESH_INTERNAL",
      resolution: "STATIC",
      ports: [{ number: 8000, name: "http", protocol: "HTTP" }],
      workloadSelector: { labels: { app: "old" } },
    });
    expect((await ask(client.outboundPort, "old.shop.svc.cluster.local")).servedBy).toBe("legacy");
    const known = (await mesh.mesh.workloads()).find(({ workload }) => workload === "vm-1");
    expect(known).toMatchObject({ namespace: "shop", hasProxy: false, version: "v1" });
    await legacy.close();
  });

  it("says that a host is unknown", async () => {
    expect(await ask(client.outboundPort, "nobody")).toMatchObject({
      status: 502,
      body: "no service of the mesh has this host\n",
    });
  });
});
