import { describe, expect, it } from "vitest";
import type { TrafficPolicy } from "../../../policy/schema/traffic-policy";
import type { VirtualServiceSpec } from "../../../policy/schema/virtual-service";
import { destinationRule, meshState, serving, translate, virtualService } from "../testing/mesh-state";

const NODES = [serving("reviews", "v1", 20_001)];
const to = { route: [{ destination: { host: "reviews" } }] };

function vsFindings(http: NonNullable<VirtualServiceSpec["http"]>, more: Partial<VirtualServiceSpec> = {}) {
  return translate(meshState(NODES, [virtualService("vs", { hosts: ["reviews"], http, ...more })])).findings;
}
function drFindings(trafficPolicy: TrafficPolicy) {
  return translate(meshState(NODES, [], [destinationRule("dr", { host: "reviews", trafficPolicy })])).findings;
}

describe("translation drops nothing silently", () => {
  it.each<[string, () => { path: string }[]]>([
    ["spec.http[0].delegate", () => vsFindings([{ delegate: { name: "x" } }])],
    ["spec.http[0].match[0].statPrefix", () => vsFindings([{ match: [{ statPrefix: "x" }], ...to }])],
    [
      'spec.http[0].match[0].headers["@request.auth.claims.sub"]',
      () => vsFindings([{ match: [{ headers: { "@request.auth.claims.sub": { exact: "a" } } }], ...to }]),
    ],
    ["spec.http[0].timeout", () => vsFindings([{ ...to, timeout: "soon" }])],
    ["spec.http[0].fault.abort.grpcStatus", () => vsFindings([{ ...to, fault: { abort: { grpcStatus: "NOPE" } } }])],
    [
      "spec.http[0].fault.delay.exponentialDelay",
      () => vsFindings([{ ...to, fault: { delay: { exponentialDelay: "1s" } } }]),
    ],
    ["spec.http[0].route[0].destination.host", () => vsFindings([{ route: [{ destination: { host: "nobody" } }] }])],
    ["spec.http[0].redirect.redirectCode", () => vsFindings([{ redirect: { uri: "/x", redirectCode: 399 } }])],
    ["spec.http[0]", () => vsFindings([{ match: [{ uri: { prefix: "/" } }] }])],
    ["spec.tls", () => vsFindings([to], { tls: [{ match: [{ sniHosts: ["x"] }] }] })],
    ["spec.trafficPolicy.tls.credentialName", () => drFindings({ tls: { mode: "SIMPLE", credentialName: "x" } })],
    ["spec.trafficPolicy.tunnel", () => drFindings({ tunnel: { targetHost: "x", targetPort: 1 } })],
    [
      "spec.trafficPolicy.loadBalancer.localityLbSetting",
      () => drFindings({ loadBalancer: { localityLbSetting: { enabled: true } } }),
    ],
    ["spec.trafficPolicy.loadBalancer.simple", () => drFindings({ loadBalancer: { simple: "PASSTHROUGH" } })],
    [
      "spec.trafficPolicy.connectionPool.http.maxConcurrentStreams",
      () => drFindings({ connectionPool: { http: { maxConcurrentStreams: 5 } } }),
    ],
    ["spec.trafficPolicy.retryBudget.budgetInterval", () => drFindings({ retryBudget: { budgetInterval: "5s" } })],
  ])("%s", (path, findings) => {
    expect(findings().map((finding) => finding.path)).toContain(path);
  });

  it("says nothing of objects it can express whole", () => {
    expect(vsFindings([{ ...to, timeout: "1s", retries: { attempts: 1 } }])).toEqual([]);
    expect(drFindings({ loadBalancer: { simple: "ROUND_ROBIN", warmup: { duration: "10s" } } })).toEqual([]);
  });

  it("uses one VirtualService a host and names the others", () => {
    const made = translate(
      meshState(NODES, [
        virtualService("a", { hosts: ["reviews"], http: [to] }),
        virtualService("b", { hosts: ["reviews"], http: [to] }),
      ]),
    );
    expect(made.findings).toEqual([
      expect.objectContaining({
        object: "VirtualService default/b",
        path: "spec.hosts[0]",
        message: expect.stringContaining("VirtualService default/a"),
      }),
    ]);
  });
});

describe("which DestinationRule holds", () => {
  const timeout = (rules: Parameters<typeof meshState>[2], namespace: string) =>
    translate(meshState([serving("web", "v1", 20_001, "shop")], [], rules), { namespace }).clusters[0]?.connect_timeout;
  const rule = (name: string, host: string, connectTimeout: string, namespace: string, exportTo?: string[]) =>
    destinationRule(
      name,
      { host, trafficPolicy: { connectionPool: { tcp: { connectTimeout } } }, ...(exportTo ? { exportTo } : {}) },
      namespace,
    );
  const FULL = "web.shop.svc.cluster.local";

  it("the caller's namespace before the service's, exact before wildcard, the first by name for the same host", () => {
    const rules = [
      rule("a", FULL, "1s", "shop"),
      rule("b", FULL, "2s", "front"),
      rule("c", "*.svc.cluster.local", "3s", "shop"),
      rule("d", FULL, "4s", "shop"),
      rule("e", FULL, "5s", "elsewhere"),
    ];
    expect(timeout(rules, "shop")).toBe("1s");
    expect(timeout(rules, "front")).toBe("2s");
    expect(timeout(rules, "third")).toBe("1s");
  });

  it("not what is not exported to the caller", () => {
    expect(timeout([rule("a", FULL, "1s", "shop", ["."])], "front")).toBe("10s");
    expect(timeout([rule("a", FULL, "1s", "shop", ["front"])], "front")).toBe("1s");
  });
});
