import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildTree } from "./build-tree";
import { anySpans } from "./testing/arbitrary-trace";
import { makeSpan } from "./testing/make-span";

const ids = (tree: ReturnType<typeof buildTree>) => tree.nodes.map((n) => n.id);
const parentOf = (tree: ReturnType<typeof buildTree>, id: string) => {
  const node = tree.nodes.find((n) => n.id === id);
  return node && node.parent >= 0 ? tree.nodes[node.parent]?.id : null;
};

describe("tree", () => {
  it("puts parents before children, children by start, and counts time from the first start", () => {
    const tree = buildTree([
      makeSpan("c", "a", 30, 40),
      makeSpan("b", "a", 10, 20),
      makeSpan("a", "", 5, 50),
      makeSpan("d", "b", 12, 13),
    ]);
    expect(ids(tree)).toEqual(["a", "b", "d", "c"]);
    expect(tree.nodes.map((n) => [n.startMs, n.endMs, n.depth])).toEqual([
      [0, 45, 0],
      [5, 15, 1],
      [7, 8, 2],
      [25, 35, 1],
    ]);
    expect(tree.durationMs).toBe(45);
  });

  it("shows a span whose parent did not arrive as a root, and says so", () => {
    const tree = buildTree([makeSpan("a", "", 0, 10), makeSpan("b", "gone", 2, 4)]);
    expect(tree.roots.map((r) => tree.nodes[r]?.id)).toEqual(["a", "b"]);
    expect(tree.missingParents).toBe(1);
    expect(tree.nodes[1]?.warnings).toEqual(["Its parent did not arrive"]);
  });

  it("cuts a ring of parents at its earliest span", () => {
    const tree = buildTree([makeSpan("a", "c", 3, 9), makeSpan("b", "a", 1, 8), makeSpan("c", "b", 2, 7)]);
    expect(ids(tree)).toEqual(["b", "c", "a"]);
    expect(tree.roots).toHaveLength(1);
  });

  it("drops exact copies and keeps others with the same id apart", () => {
    const tree = buildTree([makeSpan("a", "", 0, 10), makeSpan("a", "", 0, 10), makeSpan("a", "", 5, 9)]);
    expect(ids(tree)).toEqual(["a", "a~2"]);
    expect(tree.copies).toBe(1);
  });

  it("splits an id shared by both sides of a hop, and gives children to the side they run on", () => {
    const tree = buildTree([
      makeSpan("r", "", 0, 100, { service: "web", kind: "server" }),
      makeSpan("x", "r", 10, 60, { service: "web", kind: "client" }),
      makeSpan("x", "r", 12, 58, { service: "reviews", kind: "server" }),
      makeSpan("q", "x", 20, 30, { service: "reviews" }),
    ]);
    expect(parentOf(tree, "x~2")).toBe("x");
    expect(parentOf(tree, "q")).toBe("x~2");
  });

  it("keeps two servers that answered one client apart (a retry)", () => {
    const tree = buildTree([
      makeSpan("x", "", 0, 100, { service: "web", kind: "client" }),
      makeSpan("x", "", 5, 40, { service: "reviews", kind: "server", resource: { "host.name": "one" } }),
      makeSpan("x", "", 50, 95, { service: "reviews", kind: "server", resource: { "host.name": "two" } }),
      makeSpan("p", "x", 6, 7, { service: "reviews", resource: { "host.name": "one" } }),
      makeSpan("q", "x", 51, 52, { service: "reviews", resource: { "host.name": "two" } }),
    ]);
    expect(parentOf(tree, "p")).toBe("x~2");
    expect(parentOf(tree, "q")).toBe("x~3");
    expect(tree.nodes[0]?.children).toHaveLength(2);
  });

  it("counts times of today to a fraction of a microsecond", () => {
    const a = makeSpan("a", "", 0, 1);
    const tree = buildTree([{ ...a, startUnixNano: "1747190000000000001", endUnixNano: "1747190000000000501" }]);
    expect(tree.nodes[0]?.endMs).toBeCloseTo(0.0005, 9);
  });

  it("holds every span that is no copy exactly once, in pre-order, whatever arrives", () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const tree = buildTree(spans);
        expect(tree.nodes.length + tree.copies).toBe(spans.length);
        expect(new Set(ids(tree)).size).toBe(tree.nodes.length);
        let kids = 0;
        for (const node of tree.nodes) {
          expect(tree.nodes[node.index]).toBe(node);
          expect(node.parent).toBeLessThan(node.index);
          expect(node.endMs).toBeGreaterThanOrEqual(node.startMs);
          for (const child of node.children) expect(tree.nodes[child]?.parent).toBe(node.index);
          kids += node.children.length;
        }
        expect(kids + tree.roots.length).toBe(tree.nodes.length);
      }),
    );
  });

  it("takes a chain of 100,000 spans", () => {
    const spans = Array.from({ length: 100_000 }, (_, i) => makeSpan(`s${i}`, i ? `s${i - 1}` : "", 0, 1));
    const tree = buildTree(spans);
    expect(tree.nodes[99_999]?.depth).toBe(99_999);
  }, 30_000);
});
