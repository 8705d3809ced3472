import { describe, expect, it } from "vitest";
import type { Service, Workload } from "../../model/workload";
import { parseObject } from "../parse-object";
import { worldOf } from "../world";
import { validate } from "./validate";

const service = (name: string, ports = [9080]): Service => ({
  namespace: "shop",
  name,
  host: `${name}.shop.svc.cluster.local`,
  ports: ports.map((number) => ({ number, name: `http-${number}`, protocol: "http" })),
  external: false,
  versions: [],
});
const workload = (version: string): Workload => ({
  namespace: "shop",
  workload: `reviews-${version}`,
  app: "reviews",
  service: "reviews",
  version,
  labels: { app: "reviews", version },
  instances: 1,
  healthyInstances: 1,
  hasProxy: true,
});

const RULE = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets:
  - { name: v1, labels: { version: v1 } }
  - { name: v2, labels: { version: v2 } }
`;
const key = {
  group: "networking.istio.io",
  version: "v1",
  plural: "destinationrules",
  namespace: "shop",
  name: "reviews",
};
const world = worldOf([service("reviews"), service("multi", [80, 81])], ["v1", "v2"].map(workload), [
  { key, yaml: RULE },
]);

const virtualService = (http: string, name = "reviews") => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: shop }
spec:
  hosts: [reviews]
  http:
${http}`;
const route = (rest: string) =>
  virtualService(`  - route: [{ destination: { host: reviews, subset: v1 } }]\n    ${rest}\n`);
const to = (rest: string) => virtualService(`  - route:\n${rest}\n`);
const rule = (rest: string) => RULE.replace("spec:\n", `spec:\n  ${rest}\n`);
const entry = (spec: string) =>
  `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: { name: x, namespace: shop }\nspec: ${spec}\n`;

const check = (yaml: string) => validate([parseObject(yaml)], world);
const D = "destination: { host: reviews, subset: v1 }";
const E = "destination: { host: reviews, subset: v2 }";

describe("validate", () => {
  it("finds nothing in a good pair", () => {
    expect(check(to(`    - { ${D}, weight: 90 }\n    - { ${E}, weight: 10 }`))).toEqual([]);
    expect(check(RULE)).toEqual([]);
  });

  it("names object, path, line, reason and fix", () => {
    const [finding] = check(to(`    - { ${D}, weight: 90 }\n    - { ${E}, weight: -10 }`));
    expect(finding).toEqual({
      code: "HED-VS-010",
      severity: "error",
      object: "VirtualService shop/reviews",
      path: "spec.http[0].route[1].weight",
      line: 9,
      message: "Weight -10 is negative.",
      fix: "Write 0 or more.",
    });
  });

  it.each([
    ["HED-VS-001", "error", virtualService("  - {}").replace("[reviews]", "[]")],
    ["HED-VS-002", "error", route("timeout: 1s").replace("[reviews]", '["http://x"]')],
    ["HED-VS-003", "error", route("timeout: 1s").replace("[reviews]", "[reviews, reviews.shop.svc.cluster.local]")],
    ["HED-VS-004", "error", route("timeout: 1s").replace("[reviews]", '["*"]')],
    ["HED-VS-005", "error", virtualService("    []")],
    ["HED-VS-006", "error", virtualService("  - { timeout: 1s }")],
    ["HED-VS-007", "error", route("redirect: { uri: / }")],
    ["HED-VS-011", "error", to(`    - { ${D}, weight: 0 }\n    - { ${E} }`)],
    ["HED-VS-012", "warning", to(`    - { ${D}, weight: 1 }\n    - { ${E}, weight: 2 }`)],
    ["HED-VS-013", "info", to(`    - { ${D}, weight: 20 }`)],
    ["HED-VS-014", "warning", to(`    - { ${D}, weight: 50 }\n    - { ${D}, weight: 50 }`)],
    ["HED-VS-020", "warning", to("    - destination: { host: nobody }")],
    ["HED-VS-020", "error", to('    - destination: { host: "*.shop" }')],
    ["HED-VS-021", "error", to("    - destination: { host: reviews, subset: v9 }")],
    ["HED-VS-021", "error", route("mirror: { host: reviews, subset: v9 }")],
    ["HED-VS-022", "error", to("    - destination: { host: reviews, port: { number: 1 } }")],
    ["HED-VS-023", "warning", to("    - destination: { host: multi }")],
    ["HED-VS-030", "error", route("match: [{ headers: { a: { regex: '(?=x)' } } }]")],
    ["HED-VS-030", "error", route(`match: [{ uri: { regex: '${"a".repeat(1025)}' } }]`)],
    ["HED-VS-030", "error", route("rewrite: { uriRegexRewrite: { match: '(', rewrite: x } }")],
    ["HED-VS-031", "error", route("match: [{ uri: { prefix: '' } }]")],
    ["HED-VS-032", "error", route("match: [{ uri: { prefix: /a, exact: /b } }]")],
    ["HED-VS-032", "error", route("match: [{ uri: {} }]")],
    ["HED-VS-033", "error", route("match: [{ headers: { ':path': { exact: /a } } }]")],
    ["HED-VS-034", "warning", virtualService(`  - route: [{ ${D} }]\n  - route: [{ ${E} }]`)],
    [
      "HED-VS-034",
      "warning",
      virtualService(`  - match: [{ uri: { prefix: / } }]\n    route: [{ ${D} }]\n  - route: [{ ${E} }]`),
    ],
    [
      "HED-VS-034",
      "warning",
      virtualService(
        `  - match: [{ uri: { exact: /a } }]\n    route: [{ ${D} }]\n  - match: [{ uri: { exact: /a } }]\n    route: [{ ${E} }]`,
      ),
    ],
    [
      "HED-VS-035",
      "info",
      virtualService(
        `  - match: [{ uri: { exact: /a } }]\n    route: [{ ${D} }]\n  - match: [{ uri: { exact: /a } }, { uri: { exact: /b } }]\n    route: [{ ${E} }]`,
      ),
    ],
    ["HED-VS-040", "error", route("retries: { attempts: 2, retryOn: '5xx,sometimes' }")],
    ["HED-VS-041", "error", route("retries: { attempts: 0, perTryTimeout: 1s }")],
    ["HED-VS-043", "warning", route("timeout: 1s\n    retries: { attempts: 2, perTryTimeout: 900ms }")],
    ["HED-VS-044", "error", route("timeout: 3 seconds")],
    ["HED-VS-044", "error", route("timeout: 0s")],
    ["HED-VS-050", "error", route("fault: { delay: { fixedDelay: 1s, percentage: { value: 101 } } }")],
    ["HED-VS-051", "error", route("fault: { abort: { httpStatus: 99, percentage: { value: 1 } } }")],
    ["HED-VS-052", "error", route("fault: { abort: { grpcStatus: OOPS, percentage: { value: 1 } } }")],
    ["HED-VS-053", "error", route("fault: { abort: { percentage: { value: 1 } } }")],
    ["HED-VS-054", "error", route("fault: {}")],
    ["HED-VS-055", "warning", route("fault: { abort: { httpStatus: 500 } }")],
    [
      "HED-VS-060",
      "error",
      route("mirror: { host: reviews, subset: v2 }\n    mirrors: [{ destination: { host: reviews, subset: v2 } }]"),
    ],
    ["HED-VS-061", "error", route("mirror: { host: reviews, subset: v2 }\n    mirrorPercentage: { value: -1 }")],
    ["HED-VS-062", "warning", route("mirrorPercentage: { value: 1 }")],
    ["HED-VS-070", "error", route("headers: { request: { remove: [Host] } }")],
    ["HED-VS-070", "error", route("headers: { response: { set: { 'a b': x } } }")],
    ["HED-VS-071", "error", route('headers: { request: { add: { a: "x\\r\\nset-cookie: y" } } }')],
    ["HED-VS-075", "error", virtualService("  - redirect: { redirectCode: 299 }")],
    ["HED-VS-076", "error", virtualService("  - directResponse: { status: 100 }")],
    [
      "HED-VS-077",
      "warning",
      virtualService(`  - directResponse: { status: 200, body: { string: '${"x".repeat(100_001)}' } }`),
    ],
    ["HED-VS-085", "error", route("timeout: 1s").replace("spec:", "spec:\n  exportTo: [No]")],
    ["HED-DR-001", "error", RULE.replace("host: reviews", "host: a/b")],
    ["HED-DR-002", "warning", RULE.replace("host: reviews", "host: nobody")],
    ["HED-DR-010", "error", RULE.replace("name: v2", "name: v1")],
    ["HED-DR-011", "warning", RULE.replace("labels: { version: v2 }", "labels: {}")],
    ["HED-DR-012", "warning", RULE.replace("version: v2", "version: v7")],
    ["HED-DR-013", "error", RULE.replace("name: v2", "name: 'v 2'")],
    ["HED-DR-015", "warning", RULE.replace("name: reviews,", "name: more,")],
    ["HED-DR-020", "error", rule("trafficPolicy: { outlierDetection: { interval: 1x } }")],
    ["HED-DR-021", "error", rule("trafficPolicy: { connectionPool: { tcp: { maxConnections: -1 } } }")],
    ["HED-DR-022", "error", rule("trafficPolicy: { outlierDetection: { maxEjectionPercent: 101 } }")],
    ["HED-DR-023", "error", rule("trafficPolicy: { outlierDetection: { consecutiveLocalOriginFailures: 2 } }")],
    [
      "HED-DR-024",
      "error",
      rule("trafficPolicy: { loadBalancer: { simple: RANDOM, consistentHash: { useSourceIp: true } } }"),
    ],
    ["HED-DR-024", "error", rule("trafficPolicy: { loadBalancer: { consistentHash: {} } }")],
    [
      "HED-DR-025",
      "error",
      rule("trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true, maglev: { tableSize: 10 } } } }"),
    ],
    [
      "HED-DR-026",
      "error",
      rule("trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: a, to: { b: 90 } }] } } }"),
    ],
    [
      "HED-DR-026",
      "warning",
      rule("trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: a, to: b }] } } }"),
    ],
    ["HED-DR-027", "error", rule("trafficPolicy: {}")],
    ["HED-DR-028", "error", rule("trafficPolicy: { tls: { mode: MUTUAL } }")],
    ["HED-DR-029", "error", rule("trafficPolicy: { retryBudget: { percent: 120 } }")],
    ["HED-DR-030", "error", rule("exportTo: ['*', '.']")],
    ["HED-SE-001", "error", entry("{ hosts: [] }")],
    ["HED-SE-002", "error", entry("{ hosts: ['*'] }")],
    ["HED-SE-010", "error", entry("{ hosts: [a.b.c], ports: [{ number: 70000, name: http }] }")],
    ["HED-SE-011", "error", entry("{ hosts: [a.b.c], ports: [{ number: 1, name: a }, { number: 1, name: b }] }")],
    ["HED-SE-012", "error", entry("{ hosts: [a.b.c], ports: [{ number: 1, name: a, protocol: SMTP }] }")],
    [
      "HED-SE-020",
      "error",
      entry("{ hosts: [a.b.c], resolution: STATIC, workloadSelector: {}, endpoints: [{ address: 1.2.3.4 }] }"),
    ],
    ["HED-SE-021", "error", entry("{ hosts: [a.b.c], endpoints: [{ address: 1.2.3.4 }] }")],
    [
      "HED-SE-022",
      "error",
      entry("{ hosts: [a.b.c], resolution: STATIC, endpoints: [{ address: 1.2.3.4, ports: { x: 1 } }] }"),
    ],
    ["HED-WE-001", "error", entry("{}").replace("ServiceEntry", "WorkloadEntry")],
  ])("%s (%s)", (code, severity, yaml) => {
    const finding = check(yaml).find((one) => one.code === code);
    expect(finding?.severity).toBe(severity);
    expect(finding?.line).toBeGreaterThan(0);
  });

  it("warns of a second VirtualService for the host", () => {
    const other = { ...key, plural: "virtualservices", name: "older" };
    const both = worldOf(world.services, world.workloads, [
      { key, yaml: RULE },
      { key: other, yaml: route("timeout: 1s").replace("name: reviews,", "name: older,") },
    ]);
    const codes = (yaml: string) => validate([parseObject(yaml)], both).map((one) => one.code);
    expect(codes(route("timeout: 1s"))).toEqual(["HED-VS-080"]);
    expect(codes(route("timeout: 1s").replace("spec:", "spec:\n  gateways: [shop/edge]"))).toEqual([]);
  });

  it("lets a change bring the subset its route needs, and not one that the change removes", () => {
    const vs = parseObject(to("    - destination: { host: reviews, subset: v3 }"));
    const dr = parseObject(`${RULE}  - { name: v3, labels: { version: v2 } }\n`);
    expect(validate([vs, dr], world)).toEqual([]);
    expect(validate([parseObject(route("timeout: 1s"))], world, [key]).map((one) => one.code)).toEqual(["HED-VS-021"]);
  });
});
