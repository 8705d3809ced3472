import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildTree } from "./build-tree";
import { criticalPath } from "./critical-path";
import { selfTimes } from "./self-time";
import { anySpans, properTrace } from "./testing/arbitrary-trace";
import { makeSpan } from "./testing/make-span";

function sections(spans: Parameters<typeof buildTree>[0], touching = true) {
  const tree = buildTree(spans);
  return criticalPath(tree, tree.roots[0] ?? 0, touching).map((s) => [tree.nodes[s.node]?.id, s.startMs, s.endMs]);
}

describe("critical path", () => {
  it("goes along the child that ended last, and back through what it waited for", () => {
    const spans = [
      makeSpan("root", "", 0, 100),
      makeSpan("early", "root", 10, 30),
      makeSpan("beside", "root", 35, 60),
      makeSpan("last", "root", 50, 90),
      makeSpan("inner", "last", 60, 80),
    ];
    expect(sections(spans)).toEqual([
      ["root", 90, 100],
      ["last", 80, 90],
      ["inner", 60, 80],
      ["last", 50, 60],
      ["root", 30, 50],
      ["early", 10, 30],
      ["root", 0, 10],
    ]);
  });

  it("charges children that touch to themselves, or to the parent as Jaeger does", () => {
    const spans = [makeSpan("root", "", 0, 20), makeSpan("a", "root", 0, 10), makeSpan("b", "root", 10, 20)];
    expect(sections(spans)).toEqual([
      ["b", 10, 20],
      ["a", 0, 10],
    ]);
    expect(sections(spans, false)).toEqual([
      ["b", 10, 20],
      ["root", 0, 10],
    ]);
  });

  it("does not wait for messages that are consumed later, nor beyond the parent", () => {
    const spans = [
      makeSpan("root", "", 0, 20, { kind: "producer" }),
      makeSpan("later", "root", 5, 19, { kind: "consumer" }),
      makeSpan("after", "root", 30, 40),
    ];
    expect(sections(spans)).toEqual([["root", 0, 20]]);
  });

  it("covers the root without gaps or overlaps, whatever the trace", () => {
    fc.assert(
      fc.property(fc.oneof(anySpans, properTrace), fc.boolean(), (spans, touching) => {
        const tree = buildTree(spans);
        for (const rootIndex of tree.roots) {
          const root = tree.nodes[rootIndex];
          if (!root) continue;
          let until = root.endMs;
          for (const section of criticalPath(tree, rootIndex, touching)) {
            const node = tree.nodes[section.node];
            expect(section.endMs).toBe(until);
            expect(section.startMs).toBeLessThan(section.endMs);
            expect(section.startMs).toBeGreaterThanOrEqual(node?.startMs ?? 0);
            expect(section.endMs).toBeLessThanOrEqual(node?.endMs ?? 0);
            until = section.startMs;
          }
          expect(until).toBe(root.startMs);
        }
      }),
    );
  });

  it("takes 50,000 children in a row, and a chain as deep, without recursion, in far less than quadratic time", () => {
    const wide = Array.from({ length: 50_000 }, (_, i) => makeSpan(`w${i}`, "root", i, i + 1));
    const deep = Array.from({ length: 50_000 }, (_, i) => makeSpan(`d${i}`, i ? `d${i - 1}` : "root", 0, 60_000 - i));
    for (const spans of [wide, deep]) {
      const tree = buildTree([makeSpan("root", "", 0, 60_000), ...spans]);
      expect(criticalPath(tree, 0).length).toBeGreaterThan(49_000);
    }
  }, 30_000);
});

describe("self time", () => {
  it("leaves out the union of the children, cut to the span", () => {
    const tree = buildTree([
      makeSpan("a", "", 0, 100),
      makeSpan("b", "a", 10, 40),
      makeSpan("c", "a", 30, 50),
      makeSpan("d", "a", 90, 130),
    ]);
    expect([...selfTimes(tree)]).toEqual([50, 30, 20, 40]);
  });

  it("is never negative and never longer than the span; in a proper trace without overlap it adds up to the root", () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const tree = buildTree(spans);
        const self = selfTimes(tree);
        for (const node of tree.nodes) {
          expect(self[node.index]).toBeGreaterThanOrEqual(0);
          expect(self[node.index]).toBeLessThanOrEqual(node.endMs - node.startMs + 1e-9);
        }
      }),
    );
    const chain = Array.from({ length: 50 }, (_, i) => makeSpan(`s${i}`, i ? `s${i - 1}` : "", i, 100 - i));
    expect(selfTimes(buildTree(chain)).reduce((a, b) => a + b, 0)).toBeCloseTo(100);
  });
});
