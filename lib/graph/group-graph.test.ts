import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildGraph } from "./build-graph";
import { groupGraph, nodeCount } from "./group-graph";
import { sample } from "./testing/samples";

const name = fc.constantFrom("a/one-v1", "a/two-v1", "b/three-v1", "b/four-v2", "c/five-v1");
const hop = fc.record({
  from: name,
  to: name,
  count: fc.integer({ min: 1, max: 9 }),
  code: fc.constantFrom("200", "404", "503"),
});

function graphOf(list: { from: string; to: string; count: number; code: string }[]) {
  return buildGraph({
    mesh: "m",
    view: { mesh: "m", namespaces: null, type: "versionedApp", durationSec: 60 },
    window: { fromMs: 0, toMs: 60_000 },
    samples: list.map((s) => sample(s.from, s.to, s.count, { code: s.code })),
    sources: [],
    services: [],
    workloads: [],
  });
}

describe("groupGraph", () => {
  it("keeps the sum of what crosses namespaces, whatever is open", () => {
    fc.assert(
      fc.property(fc.array(hop, { maxLength: 25 }), fc.subarray(["a", "b", "c"]), (list, open) => {
        const graph = graphOf(list);
        const grouped = groupGraph(graph, { open: new Set(open), maxEdges: 1000 });
        const namespace = (path: string) => path.split("/")[0] ?? "";
        const expected = list.filter((s) => namespace(s.from) !== namespace(s.to) || open.includes(namespace(s.from)));
        const sum = (items: { requests?: number; count?: number }[]) =>
          items.reduce((n, i) => n + (i.requests ?? i.count ?? 0), 0);
        expect(sum(grouped.graph.edges)).toBe(sum(expected));
        const ids = new Set(grouped.graph.nodes.map((n) => n.id));
        for (const edge of grouped.graph.edges) expect(ids.has(edge.source) && ids.has(edge.target)).toBe(true);
        expect(nodeCount(grouped.graph) + [...grouped.folded.values()].reduce((n, c) => n + c, 0)).toBe(
          nodeCount(graph),
        );
      }),
    );
  });

  it("sums codes and errors and drops quantiles", () => {
    const graph = graphOf([
      { from: "a/one-v1", to: "b/three-v1", count: 6, code: "200" },
      { from: "a/two-v1", to: "b/four-v2", count: 2, code: "503" },
    ]);
    const [edge] = groupGraph(graph, { open: new Set(), maxEdges: 10 }).graph.edges;
    expect(edge).toMatchObject({
      source: "box/a",
      target: "box/b",
      requests: 8,
      errorRatio: 0.25,
      latencyMs: { p95: null },
    });
    expect(edge?.codes.map((c) => [c.code, c.requests])).toEqual([
      ["200", 6],
      ["503", 2],
    ]);
  });

  it("leaves the weakest healthy edges out and says so", () => {
    const graph = graphOf([
      { from: "a/one-v1", to: "b/three-v1", count: 9, code: "200" },
      { from: "b/three-v1", to: "c/five-v1", count: 5, code: "200" },
      { from: "c/five-v1", to: "a/one-v1", count: 1, code: "503" },
    ]);
    const { graph: drawn, leftOut } = groupGraph(graph, { open: new Set(), maxEdges: 2 });
    expect(drawn.edges.map((e) => e.requests).sort()).toEqual([1, 9]);
    expect(leftOut).toEqual({ edges: 1, requests: 5 });
  });
});
