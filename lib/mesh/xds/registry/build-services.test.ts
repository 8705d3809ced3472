import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ServiceEntrySpec } from "../../../policy/schema/service-entry";
import type { WorkloadEntrySpec } from "../../../policy/schema/workload-entry";
import { node, serving } from "../testing/mesh-state";
import { buildServices } from "./build-services";
import { visibleIn } from "./mesh-service";

const key = (plural: string, name: string) => ({
  group: "networking.istio.io",
  version: "v1",
  plural,
  namespace: "shop",
  name,
});
const entry = (spec: ServiceEntrySpec, name = "se") => ({ key: key("serviceentries", name), spec });
const vm = (name: string, spec: WorkloadEntrySpec) => ({ key: key("workloadentries", name), spec });
const build = (input: Partial<Parameters<typeof buildServices>[0]>) =>
  buildServices({ mesh: "local", nodes: [], serviceEntries: [], workloadEntries: [], ...input });
const HTTP = [{ number: 80, name: "http", protocol: "HTTP" }];

describe("buildServices", () => {
  it("registers services of proxies by host, one endpoint an address", () => {
    const twice = serving("web", "v1", 20_001, "shop");
    const { services } = build({
      nodes: [twice, twice, serving("web", "v2", 20_002, "shop"), node("client", {}, "shop")],
    });
    const web = services.get("web.shop.svc.cluster.local");
    expect([...services.keys()]).toEqual(["web.shop.svc.cluster.local"]);
    expect(web?.ports).toEqual([{ number: 9080, name: "http-9080", protocol: "http" }]);
    expect(web?.endpoints.get(9080)?.map(({ port, tag }) => [port, tag])).toEqual([
      [20_001, "web-v1;shop;web;v1;local"],
      [20_002, "web-v2;shop;web;v2;local"],
    ]);
  });

  it("is the same whatever the order of its inputs", () => {
    const nodes = [1, 2, 3, 4].map((i) => serving(`s${i % 2}`, `v${i}`, 20_000 + i, "shop"));
    fc.assert(
      fc.property(fc.shuffledSubarray(nodes, { minLength: nodes.length }), (shuffled) => {
        const ports = (list: typeof nodes) =>
          build({ nodes: list }).services.get("s1.shop.svc.cluster.local")?.endpoints;
        expect(ports(shuffled)).toEqual(ports(nodes));
      }),
    );
  });

  it("reads ServiceEntries: static endpoints, DNS by the host itself, workloads and proxies by labels", () => {
    const { services, findings } = build({
      nodes: [serving("old", "v9", 20_009, "shop")],
      workloadEntries: [
        vm("vm-1", { address: "10.0.0.1", labels: { app: "old" }, ports: { http: 8080 } }),
        vm("vm-2", { address: "10.0.0.2", labels: { app: "other" } }),
      ],
      serviceEntries: [
        entry(
          {
            hosts: ["static.test"],
            resolution: "STATIC",
            ports: HTTP,
            endpoints: [{ address: "10.1.1.1", labels: { version: "v2" } }],
          },
          "a",
        ),
        entry({ hosts: ["dns.test"], resolution: "DNS", ports: [{ number: 443, name: "tls" }] }, "b"),
        entry(
          {
            hosts: ["chosen.test"],
            resolution: "STATIC",
            location: "MESH_INTERNAL",
            ports: HTTP,
            workloadSelector: { labels: { app: "old" } },
          },
          "c",
        ),
      ],
    });
    expect(findings).toEqual([]);
    const addresses = (host: string, port: number) =>
      services
        .get(host)
        ?.endpoints.get(port)
        ?.map((one) => `${one.address}:${one.port}`);
    expect(addresses("static.test", 80)).toEqual(["10.1.1.1:80"]);
    expect(services.get("dns.test")).toMatchObject({
      discovery: "strictDns",
      external: true,
      ports: [{ protocol: "tls" }],
    });
    expect(addresses("dns.test", 443)).toEqual(["dns.test:443"]);
    expect(addresses("chosen.test", 80)).toEqual(["10.0.0.1:8080", "127.0.0.1:20009"]);
    expect(services.get("chosen.test")?.external).toBe(false);
  });

  it("says what it cannot do", () => {
    const { services, findings } = build({
      serviceEntries: [entry({ hosts: ["*.wild.test"], resolution: "NONE", addresses: ["10.0.0.0/8"], ports: HTTP })],
    });
    expect([...services.keys()]).toEqual([]);
    expect(findings.map(({ path }) => path)).toEqual(["spec.resolution", "spec.addresses", "spec.hosts"]);
  });

  it("leaves out names where addresses must be, and says so", () => {
    const { services, findings } = build({
      serviceEntries: [
        entry({
          hosts: ["a.test"],
          resolution: "STATIC",
          ports: HTTP,
          endpoints: [{ address: "db.internal" }, { address: "::1" }],
        }),
      ],
    });
    expect(
      services
        .get("a.test")
        ?.endpoints.get(80)
        ?.map(({ address }) => address),
    ).toEqual(["::1"]);
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining("db.internal")]);
  });

  it("adds an entry's endpoints to a service that proxies registered", () => {
    const host = "web.shop.svc.cluster.local";
    const { services } = build({
      nodes: [serving("web", "v1", 20_001, "shop")],
      serviceEntries: [
        entry({
          hosts: [host],
          resolution: "STATIC",
          ports: [{ number: 9080, name: "http" }],
          endpoints: [{ address: "10.0.0.9" }],
        }),
      ],
    });
    expect(
      services
        .get(host)
        ?.endpoints.get(9080)
        ?.map(({ address }) => address),
    ).toEqual(["127.0.0.1", "10.0.0.9"]);
  });
});

describe("visibleIn", () => {
  it.each<[string[] | undefined, boolean, boolean]>([
    [undefined, true, true],
    [["*"], true, true],
    [["."], true, false],
    [["b"], false, true],
    [["c"], false, false],
  ])("exportTo %j: own %s, other %s", (exportTo, own, other) => {
    expect(visibleIn("a", "a", exportTo)).toBe(own);
    expect(visibleIn("b", "a", exportTo)).toBe(other);
  });
});
