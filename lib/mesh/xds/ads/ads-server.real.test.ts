import { credentials, makeClientConstructor } from "@grpc/grpc-js";
import { afterEach, describe, expect, it } from "vitest";
import { createEmbeddedMesh, type EmbeddedMesh } from "../embedded-mesh";
import { MemoryConfigStore } from "../memory-config-store";
import { FakeProxy, type FakeProxyOptions } from "../testing/fake-proxy";
import { until } from "../testing/real-envoy";
import { testAuthority } from "../testing/test-authority";
import { serviceMethod } from "./protos";

const KEY = { group: "networking.istio.io", version: "v1", plural: "virtualservices", namespace: "shop", name: "web" };
const yaml = (weight: number) =>
  JSON.stringify({
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "web", namespace: "shop" },
    spec: {
      hosts: ["web"],
      http: [
        {
          route: [
            { destination: { host: "web", subset: "v1" }, weight },
            { destination: { host: "web", subset: "v2" }, weight: 100 - weight },
          ],
        },
      ],
    },
  });

describe("the ADS server over sockets", () => {
  const open: FakeProxy[] = [];
  let mesh: EmbeddedMesh;

  const start = async () => {
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const timing = { warmUpMs: 0, graceMs: 300, lingerMs: 50, pollMs: 60_000 };
    mesh = await createEmbeddedMesh({
      ...(await testAuthority(log)),
      configStore: new MemoryConfigStore(),
      mesh: "local",
      host: "127.0.0.1",
      xdsPort: 0,
      log,
      timing,
    });
  };
  const join = (name: string, options: Partial<FakeProxyOptions> = {}, more: Record<string, string> = {}) => {
    const metadata = { NAMESPACE: "shop", WORKLOAD_NAME: name, OUTBOUND_PORT: "15001", ...more };
    const id = `sidecar~127.0.0.1~${name}-1.shop~shop.svc.cluster.local`;
    const proxy = new FakeProxy({ port: mesh.xdsPort, id, metadata, ...options });
    open.push(proxy);
    return proxy;
  };
  const put = (weight: number) => mesh.putConfig([{ key: KEY, yaml: yaml(weight), actor: "test", reason: "" }]);

  afterEach(async () => {
    for (const proxy of open.splice(0)) proxy.close();
    await mesh.close();
  });

  it("pushes a change to 200 proxies, all acknowledged well within a second", async () => {
    await start();
    const ackedAt = new Map<string, number>();
    let wanted = "none";
    const proxies = Array.from({ length: 200 }, (_, i) =>
      join(
        `p${i}`,
        {
          onAck: (kind, version) => {
            if (kind === "rds" && version.startsWith(wanted)) ackedAt.set(`p${i}`, performance.now());
          },
        },
        i < 20 ? { SERVICE: `s${i}`, APP_PORT: "1", INBOUND_PORT: String(20_000 + i) } : {},
      ),
    );
    await until("200 proxies served", () => proxies.every(({ acked }) => acked.has("rds")), 30_000);
    await put(90).then(({ revision }) =>
      until("the first revision", async () =>
        (await mesh.propagation(revision)).every(({ state }) => state === "acked"),
      ),
    );
    wanted = "2/";
    const begin = performance.now();
    const { revision } = await put(50);
    await until("every acknowledgement", () => ackedAt.size === 200);
    const times = [...ackedAt.values()].map((at) => at - begin).sort((a, b) => a - b);
    expect(times[197]).toBeLessThan(1_000);
    await until("the control plane to know", async () =>
      (await mesh.propagation(revision)).every(({ state }) => state === "acked"),
    );
  });

  it("turns malformed nodes away with the reason, and says so", async () => {
    await start();
    const bad = join("bad", {}, { SERVICE: "s" });
    await until("the stream to end", () => bad.ended !== undefined);
    expect(bad.ended?.message).toContain("INVALID_ARGUMENT");
    expect(bad.ended?.message).toContain("APP_PORT");
    expect(mesh.counts().refusedStreams).toBe(1);
    expect(mesh.refusedStreams()[0]?.reason).toContain("APP_PORT");
    expect(await mesh.proxies()).toEqual([]);
  });

  it("serves on when a proxy asks for types that are not served", async () => {
    await start();
    const proxy = join("a");
    proxy.stream.write({ type_url: "type.googleapis.com/envoy.service.runtime.v3.Runtime" });
    await until("routes", () => proxy.acked.has("rds"));
    await until("the count", () => mesh.counts().unknownTypeRequests === 1);
  });

  it("answers the delta method UNIMPLEMENTED", async () => {
    await start();
    const method = serviceMethod("envoy.service.discovery.v3.AggregatedDiscoveryService", "DeltaAggregatedResources");
    const Delta = makeClientConstructor({ Delta: method }, "ads");
    const client = new Delta(`127.0.0.1:${mesh.xdsPort}`, credentials.createInsecure());
    const stream = client.makeBidiStreamRequest(method.path, method.requestSerialize, method.responseDeserialize);
    const error = await new Promise<Error>((resolve) => stream.on("error", resolve));
    expect(error.message).toContain("UNIMPLEMENTED");
    client.close();
  });

  it("tells two proxies with one id from a reconnect", async () => {
    await start();
    const first = join("twin");
    await until("the first", () => first.acked.has("rds"));
    const second = join("twin");
    await until("the second", () => second.acked.has("rds"));
    expect(mesh.counts().duplicateIds).toBe(0);
    await put(10);
    await until("the warning", async () => (await mesh.proxies())[0]?.note?.includes("Two proxies"));
    expect(mesh.counts().duplicateIds).toBe(1);
    second.close();
    await until("one again", async () => (await mesh.proxies())[0]?.note === undefined);
  });

  it("does not flap when a proxy reconnects, and forgets its endpoint after the grace period", async () => {
    await start();
    const serves = { SERVICE: "web", APP_PORT: "1", INBOUND_PORT: "20001" };
    const watcher = join("watcher");
    const web = join("web", {}, serves);
    await until("the endpoint", async () => (await mesh.services())[0]?.versions.length === 1);
    await until("the watcher to have it", () => watcher.acked.has("eds"));
    const version = watcher.acked.get("eds");
    web.close();
    await until("the loss to be seen", async () => (await mesh.proxies()).some(({ connected }) => !connected));
    const again = join("web", {}, serves);
    await until("it to be back", () => again.acked.has("rds"));
    expect(watcher.acked.get("eds")).toBe(version);
    again.close();
    await until("the service to be gone", async () => (await mesh.services()).length === 0);
  });

  it("refuses a port that is taken with what to do", async () => {
    await start();
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const again = createEmbeddedMesh({
      ...(await testAuthority(log)),
      configStore: new MemoryConfigStore(),
      mesh: "local",
      host: "127.0.0.1",
      xdsPort: mesh.xdsPort,
      log,
    });
    await expect(again).rejects.toMatchObject({
      code: "unavailable",
      next: expect.stringContaining("HEDDLE_XDS_PORT"),
    });
  });

  it("refuses what cannot be read or put into Envoy's terms, and writes nothing", async () => {
    await start();
    const write = (text: string, key = KEY) => mesh.putConfig([{ key, yaml: text, actor: "test", reason: "" }]);
    await expect(write("{")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(write(yaml(1), { ...KEY, name: "other" })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(write(yaml(1), { ...KEY, plural: "gateways" })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(write(yaml(1).replace('"weight":1', '"weight":5000000000'))).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect(await mesh.listConfig()).toEqual([]);
    await put(1);
    await expect(
      mesh.putConfig([{ key: KEY, yaml: yaml(2), resourceVersion: "7", actor: "test", reason: "" }]),
    ).rejects.toMatchObject({
      code: "conflict",
      details: { current: { resourceVersion: "1" } },
    });
    expect((await mesh.getConfig(KEY))?.yaml).toBe(yaml(1));
    expect((await mesh.history(KEY)).map(({ resourceVersion }) => resourceVersion)).toEqual(["1"]);
  });
});
