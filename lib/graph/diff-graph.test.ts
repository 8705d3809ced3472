import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildGraph } from "./build-graph";
import { applyDiff, diffGraph, sameValue } from "./diff-graph";
import { sample } from "./testing/samples";

const name = fc.constantFrom("a/one-v1", "a/two-v1", "b/three-v1", "b/four-v2");
const traffic = fc.array(fc.record({ from: name, to: name, count: fc.integer({ min: 1, max: 9 }) }), { maxLength: 12 });

function graphOf(list: { from: string; to: string; count: number }[], minute: number) {
  return buildGraph({
    mesh: "m",
    view: { mesh: "m", namespaces: null, type: "versionedApp", durationSec: 60 },
    window: { fromMs: minute * 60_000, toMs: (minute + 1) * 60_000 },
    samples: list.map((s) => sample(s.from, s.to, s.count)),
    sources: [{ name: "store", ok: minute % 2 === 0 }],
    services: [],
    workloads: [],
  });
}

describe("diffGraph", () => {
  it("applied to the first graph gives the second", () => {
    fc.assert(
      fc.property(traffic, traffic, (a, b) => {
        const [prev, next] = [graphOf(a, 1), graphOf(b, 2)];
        expect(applyDiff(prev, diffGraph(prev, next))).toEqual(next);
      }),
    );
  });

  it("is empty for the same traffic and keeps what did not change identical", () => {
    const list = [{ from: "a/one-v1", to: "a/two-v1", count: 3 }];
    const [prev, next] = [graphOf(list, 1), graphOf(list, 2)];
    const diff = diffGraph(prev, next);
    expect([diff.nodes, diff.edges, diff.removedNodes, diff.removedEdges]).toEqual([[], [], [], []]);
    expect(applyDiff(prev, diff).edges).toBe(prev.edges);
  });

  it("tells values apart whatever their shape", () => {
    expect(sameValue({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBe(true);
    expect(sameValue({ a: undefined }, {})).toBe(true);
    expect(sameValue({}, { a: 1 })).toBe(false);
    expect(sameValue([1], { 0: 1 })).toBe(false);
    expect(sameValue(null, {})).toBe(false);
  });
});
