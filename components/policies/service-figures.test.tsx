import { describe, expect, it } from "vitest";
import type { Graph, GraphNode } from "@/lib/model/graph";
import { observedShares } from "./push/observed-shares";
import { serviceFigures } from "./service-figures";
import { filterServices, servicesSentence } from "./service-filter";

const QUIET = { requests: 0, ratePerSec: 0, errorRatio: 0, clientErrorRatio: 0 };
const node = (over: Partial<GraphNode>): GraphNode => ({
  id: over.name ?? "",
  kind: "workload",
  namespace: "shop",
  name: "",
  badges: [],
  health: { status: "healthy", reasons: [] },
  inbound: QUIET,
  outbound: QUIET,
  ...over,
});
const inbound = (requests: number, errorRatio = 0) => ({
  requests,
  ratePerSec: requests / 10,
  errorRatio,
  clientErrorRatio: 0,
});
const graph = (nodes: GraphNode[]): Graph => ({
  mesh: "local",
  type: "workload",
  at: "2026-01-01T00:00:00.000Z",
  durationSec: 10,
  partial: false,
  sources: [],
  nodes,
  edges: [],
});
const service = (name: string, versions: string[] = []) => ({
  namespace: "shop",
  name,
  host: `${name}.shop.svc.cluster.local`,
  ports: [],
  external: false,
  versions: versions.map((version) => ({ version, workloads: [`${name}-${version}`] })),
});

const byWorkload = graph([
  node({ name: "reviews-v1", workload: "reviews-v1", service: "reviews", version: "v1", inbound: inbound(60) }),
  node({
    name: "reviews-v3",
    workload: "reviews-v3",
    service: "reviews",
    version: "v3",
    inbound: inbound(40, 0.5),
    inboundLatencyMs: { avg: 1, p50: 1, p95: 2310, p99: 9 },
  }),
]);
const byService = graph([
  node({
    name: "reviews",
    kind: "service",
    service: "reviews",
    inbound: inbound(100, 0.2),
    health: { status: "failing", reasons: ["20%"] },
    badges: ["split"],
  }),
  node({ name: "ratings", kind: "service", service: "ratings", health: { status: "idle", reasons: [] } }),
]);
const all = serviceFigures([service("ratings", ["v1"]), service("reviews", ["v1", "v2", "v3"])], byWorkload, byService);

describe("serviceFigures", () => {
  it("joins registry and traffic: shares over all versions, also the ones without requests", () => {
    expect(all[1]).toMatchObject({
      requests: 100,
      ratePerSec: 10,
      errorRatio: 0.2,
      badges: ["split"],
      health: { status: "failing" },
    });
    expect(
      all[1]?.versions.map(({ version, series, share, errorRatio, p95Ms }) => ({
        version,
        series,
        share,
        errorRatio,
        p95Ms,
      })),
    ).toEqual([
      { version: "v1", series: 1, share: 0.6, errorRatio: 0, p95Ms: null },
      { version: "v2", series: 2, share: 0, errorRatio: 0, p95Ms: null },
      { version: "v3", series: 3, share: 0.4, errorRatio: 0.5, p95Ms: 2310 },
    ]);
  });

  it("has no shares when nothing was measured", () => {
    expect(all[0]?.versions[0]?.share).toBeNull();
    expect(serviceFigures([service("x", ["v1"])], undefined, undefined)[0]?.health.status).toBe("unknown");
  });
});

describe("filterServices", () => {
  const names = (filter: Parameters<typeof filterServices>[2], namespaces: string[] | null = null) =>
    filterServices(all, namespaces, filter).map((one) => one.service.name);

  it("puts trouble first and filters by words, state and namespace", () => {
    expect(names({ q: "", show: "all" })).toEqual(["reviews", "ratings"]);
    expect(names({ q: "RAT shop", show: "all" })).toEqual(["ratings"]);
    expect(names({ q: "v3", show: "all" })).toEqual(["reviews"]);
    expect(names({ q: "", show: "trouble" })).toEqual(["reviews"]);
    expect(names({ q: "", show: "split" })).toEqual(["reviews"]);
    expect(names({ q: "", show: "all" }, ["payments"])).toEqual([]);
  });

  it("says what is the case", () => {
    expect(servicesSentence(all)).toBe("2 services. reviews is failing.");
    expect(servicesSentence(all.slice(0, 1))).toBe("1 service, none in trouble.");
  });
});

describe("observedShares", () => {
  const versions = [1, 2, 3].map((n) => ({ subset: `v${n}`, version: `v${n}`, series: n }));
  const figures = (...requests: number[]) =>
    requests.map((n, i) => ({
      version: `v${i + 1}`,
      series: 1,
      workloads: [],
      requests: n,
      ratePerSec: 0,
      share: null,
      errorRatio: 0,
      p95Ms: null,
    }));
  const weights = (...parts: number[]) => parts.map((weight, i) => ({ subset: `v${i + 1}`, weight }));
  const rule = (subset: string) => ({ kind: "header", name: "x", op: "exact", value: "y", subset }) as const;
  const plain = (want: number, a: number, b: number) =>
    observedShares(versions, { rules: [], weights: weights(want, 100 - want) }, figures(a, b)).within;

  it("allows a point, and with few requests what chance makes of them", () => {
    expect(plain(90, 9050, 950)).toBe(true);
    expect(plain(90, 8800, 1200)).toBe(false);
    expect(plain(90, 85, 15)).toBe(true);
    expect(plain(90, 60, 40)).toBe(false);
    expect(plain(100, 98, 2)).toBe(false);
    expect(plain(90, 0, 0)).toBe(false);
  });

  it("tells what rules took from what the weights shared out", () => {
    const seen = observedShares(versions, { rules: [rule("v3")], weights: weights(70, 30, 0) }, figures(630, 270, 100));
    expect(seen.within).toBe(true);
    expect(seen.ruled).toBeCloseTo(10);
    expect(seen.shares.map((one) => one.wanted)).toEqual([63, 27, null]);
  });

  it("sees through rules that the weights are off", () => {
    const within = (...requests: number[]) =>
      observedShares(versions, { rules: [rule("v3")], weights: weights(60, 20, 20) }, figures(...requests)).within;
    expect(within(6000, 2000, 2500)).toBe(true);
    expect(within(5000, 3000, 2500)).toBe(false);
    expect(within(6000, 2000, 500)).toBe(false);
  });

  it("does not claim more than it can know when every weighted version has a rule", () => {
    const seen = observedShares(versions, { rules: [rule("v1")], weights: weights(100, 0, 0) }, figures(100, 0, 0));
    expect(seen).toMatchObject({ within: true, ruled: null });
  });
});
