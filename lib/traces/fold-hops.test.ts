import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "../model/span";
import { analyseTrace } from "./analyse-trace";
import { buildTree } from "./build-tree";
import { culprit } from "./culprit";
import { traceRows } from "./fold-hops";
import { anySpans } from "./testing/arbitrary-trace";
import { makeSpan } from "./testing/make-span";

const proxy = (more: Span["attributes"] = {}) => ({ component: "proxy", ...more });

/** web calls reviews: own client span, its proxy, the callee's proxy, the callee's server span, work inside it. */
function hop(): Span[] {
  return [
    makeSpan("web", "", 0, 100, { kind: "server", service: "web", name: "GET /" }),
    makeSpan("call", "web", 10, 90, { kind: "client", service: "web", name: "reviews.get" }),
    makeSpan("out", "call", 11, 89, {
      kind: "client",
      service: "web",
      attributes: proxy({
        upstream_cluster: "outbound|9080|v3|reviews.shop.svc.cluster.local",
        "http.method": "GET",
        "http.url": "http://reviews:9080/reviews/7?x=1",
        "http.status_code": "504",
        response_flags: "UT",
      }),
    }),
    makeSpan("in", "out", 13, 85, { kind: "server", service: "reviews", attributes: proxy() }),
    makeSpan("app", "in", 14, 84, {
      kind: "server",
      service: "reviews",
      name: "GET /reviews/{id}",
      resource: { "service.version": "v3" },
    }),
    makeSpan("rank", "app", 20, 80, { service: "reviews", name: "rank reviews" }),
  ];
}

describe("rows", () => {
  it("folds the four spans of a hop into one row that says whom, what and where the time went", () => {
    const rows = traceRows(buildTree(hop()), true);
    expect(rows.map((r) => [r.service, r.operation, r.depth, r.spans.length])).toEqual([
      ["web", "GET /", 0, 1],
      ["reviews", "GET /reviews/{id}", 1, 4],
      ["reviews", "rank reviews", 2, 1],
    ]);
    expect(rows[1]).toMatchObject({ kind: "hop", version: "v3", code: "504", flags: "UT", failed: true, below: 1 });
    expect(rows[1]?.hop).toEqual({ clientMs: 2, networkMs: 6, serverProxyMs: 2, serverMs: 70 });
  });

  it("shows every span by itself when proxies are wanted", () => {
    const rows = traceRows(buildTree(hop()), false);
    expect(rows.map((r) => r.id)).toEqual(["web", "call", "out", "in", "app", "rank"]);
    expect(rows.every((r) => r.hop === null)).toBe(true);
    expect(rows[2]?.operation).toBe("GET /reviews/7");
  });

  it("names the callee by its cluster when it sent no span", () => {
    const rows = traceRows(buildTree(hop().slice(0, 3)), true);
    expect(rows[1]).toMatchObject({ service: "reviews", version: "v3", kind: "hop" });
  });

  it("says when the caller had gone but the work went on", () => {
    const spans = hop().map((s) =>
      s.spanId === "out" || s.spanId === "call" ? { ...s, endUnixNano: hop()[5]!.startUnixNano } : s,
    );
    const [, row] = traceRows(buildTree(spans), true);
    expect([row?.gaveUpMs, row?.endMs]).toEqual([20, 85]);
  });

  it("numbers tries: several answers to one proxy, and calls repeated after a failure", () => {
    const oneProxy = [
      makeSpan("out", "", 0, 100, { kind: "client", attributes: proxy() }),
      makeSpan("try1", "out", 5, 40, { kind: "server", service: "reviews", status: "error", name: "get" }),
      makeSpan("try2", "out", 50, 95, { kind: "server", service: "reviews", name: "get" }),
    ];
    const rows = traceRows(buildTree(oneProxy), true);
    expect(rows.map((r) => [r.id, r.attempt, r.failed, r.startMs])).toEqual([
      ["try1", { number: 1, of: 2 }, true, 5],
      ["try2", { number: 2, of: 2 }, false, 50],
    ]);
    const call = (id: string, from: number, to: number, status: Span["status"]) =>
      makeSpan(id, "web", from, to, { kind: "client", name: "get", attributes: { "peer.service": "reviews" }, status });
    const again = traceRows(
      buildTree([makeSpan("web", "", 0, 100), call("a", 0, 20, "error"), call("b", 21, 40, "ok")]),
      true,
    );
    expect(again.map((r) => r.attempt)).toEqual([null, { number: 1, of: 2 }, { number: 2, of: 2 }]);
    const two = traceRows(
      buildTree([makeSpan("web", "", 0, 100), call("a", 0, 20, "ok"), call("b", 21, 40, "ok")]),
      true,
    );
    expect(two.map((r) => r.attempt)).toEqual([null, null, null]);
  });

  it("holds every span, folded or not, in pre-order, whatever arrives", () => {
    fc.assert(
      fc.property(anySpans, fc.boolean(), (spans, fold) => {
        const tree = buildTree(spans);
        const rows = traceRows(tree, fold);
        expect(new Set(rows.flatMap((r) => r.spans)).size).toBe(tree.nodes.length);
        expect(new Set(rows.map((r) => r.id)).size).toBe(rows.length);
        rows.forEach((row, i) => {
          expect(row.index).toBe(i);
          expect(row.parent).toBeLessThan(i);
          expect(row.below).toBe(rows.filter((r) => isBelow(rows, r.index, i)).length);
          expect(row.endMs).toBeGreaterThanOrEqual(row.startMs);
        });
      }),
    );
  });
});

function isBelow(rows: ReturnType<typeof traceRows>, index: number, top: number): boolean {
  for (let at = rows[index]?.parent ?? -1; at >= 0; at = rows[at]?.parent ?? -1) if (at === top) return true;
  return false;
}

describe("analysis", () => {
  it("names the culprit and shares the critical path out whole", () => {
    const analysis = analyseTrace(hop(), { fold: true, adjust: true });
    expect(analysis.services.map((s) => [s.service, s.criticalMs])).toEqual([
      ["reviews", 80],
      ["web", 20],
    ]);
    expect(culprit(analysis)).toEqual({
      lead: "reviews v3 is 80% of the critical path:",
      rest: "“rank reviews”.",
    });
    expect(analysis.services.reduce((sum, s) => sum + s.criticalShare, 0)).toBeCloseTo(1);
  });

  it("never fails, and always shares out the whole path", () => {
    fc.assert(
      fc.property(anySpans, fc.boolean(), fc.boolean(), (spans, fold, adjust) => {
        const analysis = analyseTrace(spans, { fold, adjust });
        const shares = analysis.services.reduce((sum, s) => sum + s.criticalShare, 0);
        if (shares > 0) expect(shares).toBeCloseTo(1);
        expect(culprit(analysis).lead).not.toBe("");
        const inRows = analysis.sections.flat().reduce((sum, s) => sum + s.endMs - s.startMs, 0);
        const root = analysis.tree.nodes[analysis.mainRoot];
        expect(inRows).toBeCloseTo(root ? root.endMs - root.startMs : 0, 6);
      }),
    );
  });

  it("takes 10,000 spans", () => {
    const spans = Array.from({ length: 10_000 }, (_, i) =>
      makeSpan(`s${i}`, i ? `s${Math.floor((i - 1) / 3)}` : "", i / 10, 2000 - i / 10, {
        kind: i % 2 ? "client" : "server",
        service: `svc-${i % 30}`,
      }),
    );
    const analysis = analyseTrace(spans, { fold: true, adjust: true });
    expect(analysis.tree.nodes).toHaveLength(10_000);
    expect(analysis.services).toHaveLength(30);
  }, 30_000);
});
