import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EdgeSample } from "../model/edge-sample";
import { Graph, type GraphType } from "../model/graph";
import { buildGraph } from "./build-graph";
import { sample, service, workload } from "./testing/samples";

const window = { fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2026, 0, 1, 0, 10) };
const registry = {
  services: [
    service("shop/reviews"),
    service("shop/web"),
    service("platform/redis", { ports: [{ number: 6379, name: "tcp", protocol: "tcp" }] }),
  ],
  workloads: [
    workload("shop/web-v1"),
    workload("shop/reviews-v1"),
    workload("shop/reviews-v2"),
    workload("shop/reviews-v3"),
    workload("platform/redis"),
    workload("edge/gateway", { gateway: true }),
  ],
};
function build(samples: EdgeSample[], type: GraphType = "workload", namespaces: string[] | null = null): Graph {
  return buildGraph({
    mesh: "local",
    view: { mesh: "local", namespaces, type, durationSec: 600 },
    window,
    samples,
    sources: [{ name: "store", ok: true }],
    ...registry,
  });
}
const node = (graph: Graph, id: string) => graph.nodes.find((n) => n.id === id);
const edge = (graph: Graph, source: string, target: string) =>
  graph.edges.find((e) => e.source === source && e.target === target);

const traffic = [
  sample("edge/gateway", "shop/web-v1", 600),
  sample("shop/web-v1", "shop/reviews-v1", 540),
  sample("shop/web-v1", "shop/reviews-v3", 40),
  sample("shop/web-v1", "shop/reviews-v3", 20, { code: "503", flags: "UC" }),
  sample("shop/reviews-v1", "platform/redis", 3, { protocol: "tcp", code: "", bytesSent: 6e6, latency: [] }),
  sample("", "shop/web-v1", 6, { reporter: "destination", mtls: "none" }),
];

describe("buildGraph", () => {
  it("gives rates, ratios, codes, flags, share and quantiles of an edge", () => {
    const found = edge(build(traffic), "workload/shop/web-v1", "workload/shop/reviews-v3");
    expect(found).toMatchObject({
      requests: 60,
      ratePerSec: 0.1,
      errorRatio: 20 / 60,
      share: 60 / 600,
      estimated: false,
    });
    expect(found?.codes).toEqual([
      { code: "200", requests: 40, ratePerSec: 40 / 600 },
      { code: "503", requests: 20, ratePerSec: 20 / 600 },
    ]);
    expect(found?.flags).toEqual([{ flag: "UC", code: "503", requests: 20, ratePerSec: 20 / 600 }]);
    expect(found?.latencyMs.p95).toBeGreaterThan(7.5);
    expect(found?.health.status).toBe("failing");
    expect(found?.health.reasons[0]).toBe("33.3% of requests failed in the last 10 min; failing starts at 10%.");
  });

  it("draws gateway, store, unknown caller and idle workloads for what they are", () => {
    const graph = build(traffic);
    expect(node(graph, "workload/edge/gateway")?.kind).toBe("gateway");
    expect(node(graph, "workload/platform/redis")?.kind).toBe("store");
    expect(node(graph, "unknown//caller")).toMatchObject({ kind: "unknown", health: { status: "unknown" } });
    expect(node(graph, "unknown//caller")?.note).toContain("no span names the caller");
    expect(node(graph, "workload/shop/reviews-v2")?.health).toEqual({
      status: "idle",
      reasons: ["No traffic in the last 10 min."],
    });
  });

  it("names a client without proxy and says what mends it", () => {
    const graph = build([
      sample("", "shop/web-v1", 30, { reporter: "destination", mtls: "none" }),
      sample("jobs/legacy-batch", "shop/web-v1", 30, { origin: "span", reporter: "span" }),
    ]);
    expect(node(graph, "workload/jobs/legacy-batch")).toMatchObject({
      kind: "client",
      hasProxy: false,
      health: { status: "unknown" },
    });
    expect(node(graph, "workload/jobs/legacy-batch")?.note).toContain(
      "heddle bootstrap --workload legacy-batch --namespace jobs",
    );
    expect(edge(graph, "workload/jobs/legacy-batch", "workload/shop/web-v1")).toMatchObject({
      requests: 30,
      mtlsShare: 0,
      estimated: false,
    });
    expect(node(graph, "unknown//caller")).toBeUndefined();
  });

  it("knows a client without proxy in every graph, and never takes a proxied caller for one", () => {
    const samples = [
      sample("", "shop/web-v1", 30, { reporter: "destination" }),
      sample("jobs/legacy-batch", "shop/web-v1", 30, { origin: "span", reporter: "span" }),
      sample("lab/gone-v1", "shop/web-v1", 5),
    ];
    for (const type of ["app", "versionedApp", "service", "workload"] as const) {
      const graph = build(samples, type);
      const kinds = new Map(graph.nodes.map((n) => [`${n.namespace} ${n.name.replace("-v1", "")}`, n.kind]));
      expect(kinds.get("jobs legacy-batch")).toBe("client");
      expect(kinds.get("lab gone")).not.toBe("client");
    }
  });

  it("sums names beyond what ingest keeps apart in one node that says so", () => {
    const other = { namespace: "", workload: "other", app: "other", service: "other", version: "" };
    const graph = build([sample("shop/web-v1", "shop/", 5, { destination: other, destinationHost: "" })]);
    expect(node(graph, "unknown//other")).toMatchObject({ kind: "unknown", inbound: { requests: 5 } });
    expect(node(graph, "unknown//other")?.note).toContain("summed here");
  });

  it("boxes versions of one app in the version view and namespaces in all", () => {
    const graph = build(traffic, "versionedApp");
    expect(node(graph, "app/shop/reviews/v3")?.parent).toBe("box/shop/reviews");
    expect(node(graph, "box/shop/reviews")).toMatchObject({
      boxKind: "app",
      parent: "box/shop",
      inbound: { requests: 600 },
    });
    expect(node(graph, "app/shop/web/v1")?.parent).toBe("box/shop");
    expect(node(graph, "box/shop")).toMatchObject({ boxKind: "namespace", inbound: { requests: 606 } });
    expect(node(graph, "box/shop")?.health).toEqual({ status: "failing", reasons: ["reviews v3: failing."] });
  });

  it("keeps requests that no instance took at the service", () => {
    const lost = sample("shop/web-v1", "shop/", 5, {
      code: "503",
      flags: "UH",
      destinationHost: "reviews.shop.svc.cluster.local",
    });
    const graph = build([...traffic, lost]);
    expect(edge(graph, "workload/shop/web-v1", "service/shop/reviews")).toMatchObject({ requests: 5, errorRatio: 1 });
    expect(edge(graph, "workload/shop/web-v1", "workload/shop/reviews-v1")?.share).toBeCloseTo(540 / 605);
    expect(build([...traffic, lost], "app").edges.find((e) => e.target === "app/shop/reviews")?.requests).toBe(605);
  });

  it("tells copies of requests apart from what users asked, on an edge of their own where nobody asked", () => {
    const copies = [
      sample("shop/web-v1", "shop/reviews-v2", 30, { reporter: "mirrored" }),
      sample("shop/web-v1", "shop/reviews-v2", 10, { reporter: "mirrored", code: "500" }),
      sample("", "shop/reviews-v1", 540, { reporter: "served" }),
    ];
    const graph = build([...traffic, ...copies]);
    expect(edge(graph, "workload/shop/web-v1", "workload/shop/reviews-v2")).toMatchObject({
      requests: 0,
      errorRatio: 0,
      health: { status: "idle" },
      mirrored: { requests: 40, ratePerSec: 40 / 600, errorRatio: 0.25 },
    });
    expect(node(graph, "workload/shop/reviews-v2")).toMatchObject({
      inbound: { requests: 0 },
      health: { status: "idle" },
    });
    const known = build(traffic).edges;
    expect(graph.edges.filter(({ mirrored }) => !mirrored)).toEqual(known);
  });

  it("sums mTLS over samples and is null when nobody could tell", () => {
    const graph = build([
      sample("shop/web-v1", "shop/reviews-v1", 30, { mtls: "mutual_tls" }),
      sample("shop/web-v1", "shop/reviews-v1", 10, { mtls: "none" }),
      sample("shop/web-v1", "shop/reviews-v2", 10),
    ]);
    expect(edge(graph, "workload/shop/web-v1", "workload/shop/reviews-v1")?.mtlsShare).toBe(0.75);
    expect(edge(graph, "workload/shop/web-v1", "workload/shop/reviews-v2")?.mtlsShare).toBeNull();
  });

  it("shows idle workloads of the selected namespaces only", () => {
    expect(build([], "workload", ["platform"]).nodes.map((n) => n.id)).toEqual([
      "box/platform",
      "workload/platform/redis",
    ]);
  });

  it("draws hosts outside the mesh and traffic without a route apart", () => {
    const nowhere = { namespace: "", workload: "", app: "", service: "", version: "" };
    const graph = build([
      sample("shop/web-v1", "shop/", 5, { destination: nowhere, destinationHost: "api.example.com" }),
      sample("shop/web-v1", "shop/", 2, { destination: nowhere, destinationHost: "", code: "404", flags: "NR" }),
      sample("shop/web-v1", "shop/", 2, { destination: nowhere, destinationHost: "PassthroughCluster" }),
    ]);
    expect(node(graph, "external//api.example.com")?.kind).toBe("external");
    expect(node(graph, "unknown//destination")?.note).toContain("matched no route");
    expect(node(graph, "external//PassthroughCluster")).toMatchObject({ kind: "unknown" });
  });

  it("conserves requests in all four graphs, keeps ids stable and every parent drawn", () => {
    const name = fc.constantFrom(
      "shop/web-v1",
      "shop/reviews-v1",
      "shop/reviews-v2",
      "pay/checkout-v1",
      "pay/till",
      "",
    );
    const some = fc.record({
      from: name,
      to: name.filter((n) => n !== ""),
      count: fc.integer({ min: 1, max: 500 }),
      code: fc.constantFrom("200", "404", "500", "0"),
    });
    const type = fc.constantFrom<GraphType>("workload", "app", "versionedApp", "service");
    fc.assert(
      fc.property(fc.array(some, { maxLength: 30 }), type, (list, graphType) => {
        const samples = list.map((s) =>
          sample(s.from, s.to, s.count, { code: s.code, reporter: s.from ? "source" : "destination" }),
        );
        const graph = Graph.parse(build(samples, graphType));
        const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
        const all = sum(list.map((s) => s.count));
        expect(sum(graph.edges.map((e) => e.requests))).toBe(all);
        const drawn = graph.nodes.filter((n) => n.kind !== "box");
        expect(sum(drawn.map((n) => n.inbound.requests))).toBe(all);
        expect(sum(drawn.map((n) => n.outbound.requests))).toBe(all);
        for (const e of graph.edges) expect(sum(e.codes.map((c) => c.requests))).toBe(e.requests);
        const ids = new Set(graph.nodes.map((n) => n.id));
        expect(ids.size).toBe(graph.nodes.length);
        for (const n of graph.nodes) if (n.parent) expect(ids.has(n.parent)).toBe(true);
        for (const e of graph.edges) expect(ids.has(e.source) && ids.has(e.target)).toBe(true);
        expect(build([...samples].reverse(), graphType)).toEqual(build(samples, graphType));
      }),
      { numRuns: 60 },
    );
  });

  it("loses nothing of 12,000 samples on 4,000 edges", () => {
    const samples: EdgeSample[] = [];
    for (let i = 0; i < 4000; i++) {
      const [from, to] = [
        `ns${i % 500}/s${i % 1000}-v1`,
        `ns${(i * 7 + 3) % 500}/s${(i * 7 + Math.floor(i / 1000) + 3) % 1000}-v1`,
      ];
      for (const code of ["200", "404", "503"]) samples.push(sample(from, to, 10, { code }));
    }
    const { edges } = build(samples);
    expect(edges).toHaveLength(4000);
    expect(edges.reduce((sum, edge) => sum + edge.requests, 0)).toBe(120_000);
  });
});
