import { describe, expect, it } from "vitest";
import { bootstrap } from "./bootstrap";
import type { BootstrapOptions } from "./bootstrap-options";
import { parseProxyNode, type RawNode } from "./registry/proxy-node";

const base: BootstrapOptions = {
  workload: "reviews-v1",
  namespace: "shop",
  adminPort: 15000,
  xds: "127.0.0.1:15010",
  otlp: "127.0.0.1:4317",
};

describe("bootstrap", () => {
  it("tells the registry all it needs", () => {
    const made = bootstrap({
      ...base,
      service: "reviews",
      version: "v1",
      appPort: 8000,
      servicePort: 9080,
      inboundPort: 15006,
      outboundPort: 15001,
      labels: { tier: "back" },
      tcpUpstreams: [{ host: "redis.platform", port: 6379, localPort: 16379 }],
    });
    expect((made.node as { cluster: string }).cluster).toBe("reviews-v1.shop");
    expect(parseProxyNode(made.node as RawNode)).toEqual({
      id: "reviews-v1-15006.shop",
      nodeId: "sidecar~127.0.0.1~reviews-v1-15006.shop~shop.svc.cluster.local",
      namespace: "shop",
      workload: "reviews-v1",
      app: "reviews",
      version: "v1",
      labels: { app: "reviews", version: "v1", tier: "back" },
      meshName: "local",
      address: "127.0.0.1",
      envoyVersion: undefined,
      serves: { service: "reviews", servicePort: 9080, appPort: 8000, inboundPort: 15006, protocol: "http" },
      outboundPort: 15001,
      adminPort: 15000,
      adminAddress: "127.0.0.1",
      tcpUpstreams: [{ host: "redis.platform", port: 6379, localPort: 16379 }],
      gateway: undefined,
      tracePercent: 100,
      accessLog: "/dev/stdout",
    });
  });

  it("tells instances apart by port on one machine and by address across machines", () => {
    const id = (options: Partial<BootstrapOptions>) => (bootstrap({ ...base, ...options }).node as { id: string }).id;
    const serving = { service: "r", appPort: 1, inboundPort: 15006 };
    expect(id(serving)).not.toBe(id({ ...serving, inboundPort: 15007 }));
    expect(id({ ...serving, address: "10.0.0.7" })).toContain("~reviews-v1-10-0-0-7-15006.shop~");
    expect(id({ ...serving, instance: "blue" })).toContain("~reviews-v1-blue.shop~");
  });

  it.each<[Partial<BootstrapOptions>, string]>([
    [{ service: "reviews" }, "appPort"],
    [{ service: "reviews", appPort: 1 }, "inboundPort"],
    [{ gatewayPort: 8080 }, "upstream"],
    [{ upstream: "web.shop" }, "gatewayPort"],
    [{ xds: "nowhere" }, "xds"],
    [{ workload: "Not_A_Label" }, "workload"],
    [{ tracePercent: 101 }, "tracePercent"],
    [{ address: "localhost" }, "address"],
  ])("refuses %j by naming %s", (options, field) => {
    expect(() => bootstrap({ ...base, ...options })).toThrow(field);
  });
});

describe("parseProxyNode", () => {
  const metadata = { NAMESPACE: "shop", WORKLOAD_NAME: "w" };
  const id = "sidecar~127.0.0.1~w-1.shop~shop.svc.cluster.local";

  it.each<[RawNode, RegExp]>([
    [{ id: "plain", metadata }, /node\.id "plain"/],
    [{ id, metadata, envoyVersion: "1.36.2" }, /runs Envoy 1\.36\.2.*1\.37 or newer/],
    [{ id, metadata: {} }, /node\.metadata\.NAMESPACE/],
    [{ id, metadata: { ...metadata, SERVICE: "s" } }, /APP_PORT/],
    [{ id, metadata: { ...metadata, SERVICE: "s", APP_PORT: 1 } }, /INBOUND_PORT/],
    [{ id, metadata: { ...metadata, OUTBOUND_PORT: "99999" } }, /OUTBOUND_PORT/],
    [{ id, metadata: { ...metadata, LABELS: "x" } }, /LABELS/],
    [{ id, metadata: { ...metadata, SERVICE: "*" } }, /SERVICE/],
    [{ id, metadata: { ...metadata, NAMESPACE: "a;b" } }, /NAMESPACE/],
    [{ id, metadata: { ...metadata, ADDRESS: "localhost" } }, /ADDRESS/],
    [{ id, metadata: { ...metadata, TCP_UPSTREAMS: { redis: 1 } } }, /TCP_UPSTREAMS/],
    [{ id, metadata: { ...metadata, GATEWAY_PORT: 80 } }, /GATEWAY_UPSTREAM/],
  ])("refuses %j", (raw, message) => {
    expect(() => parseProxyNode(raw)).toThrow(message);
  });

  it.each(["1.37.0", "1.40.1", "2.0.0"])("takes Envoy %s", (envoyVersion) => {
    expect(parseProxyNode({ id, metadata, envoyVersion })).toMatchObject({ envoyVersion });
  });
});
