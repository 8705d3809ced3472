import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustSkew } from "./adjust-skew";
import { buildTree } from "./build-tree";
import { anySpans } from "./testing/arbitrary-trace";
import { makeSpan } from "./testing/make-span";

const on = (host: string) => ({ resource: { "host.name": host } });

function adjusted(spans: Parameters<typeof buildTree>[0]) {
  const tree = adjustSkew(buildTree(spans));
  return new Map(tree.nodes.map((n) => [n.id, { startMs: n.startMs, endMs: n.endMs, shiftMs: n.shiftMs }]));
}

describe("clock skew", () => {
  it("moves a server that starts before its client to the middle, with all on its machine", () => {
    const times = adjusted([
      makeSpan("root", "", 0, 200, { ...on("a"), kind: "server" }),
      makeSpan("client", "root", 100, 150, { ...on("a"), kind: "client" }),
      makeSpan("server", "client", 60, 100, { ...on("b"), kind: "server" }),
      makeSpan("work", "server", 70, 80, on("b")),
    ]);
    expect(times.get("server")).toEqual({ startMs: 105, endMs: 145, shiftMs: 45 });
    expect(times.get("work")).toEqual({ startMs: 115, endMs: 125, shiftMs: 45 });
    expect(times.get("client")?.shiftMs).toBe(0);
  });

  it("moves what starts after its client had ended, and what is longer to the client's start", () => {
    const late = adjusted([
      makeSpan("client", "", 0, 50, { ...on("a"), kind: "client" }),
      makeSpan("server", "client", 80, 100, { ...on("b"), kind: "server" }),
    ]);
    expect(late.get("server")).toEqual({ startMs: 15, endMs: 35, shiftMs: -65 });
    const longer = adjusted([
      makeSpan("client", "", 100, 150, { ...on("a"), kind: "client" }),
      makeSpan("server", "client", 60, 140, { ...on("b"), kind: "server" }),
    ]);
    expect(longer.get("server")?.startMs).toBe(longer.get("client")?.startMs);
  });

  it("leaves work after a timeout, other machines' spans that fit, and asynchronous work alone", () => {
    const spans = [
      makeSpan("client", "", 0, 50, { ...on("a"), kind: "client" }),
      makeSpan("server", "client", 5, 90, { ...on("b"), kind: "server" }),
      makeSpan("sent", "server", 20, 25, { ...on("b"), kind: "producer" }),
      makeSpan("taken", "sent", 200, 210, { ...on("c"), kind: "consumer" }),
    ];
    for (const { shiftMs } of adjusted(spans).values()) expect(shiftMs).toBe(0);
  });

  it("keeps lengths, says every move, and puts every answer after its question", () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const raw = buildTree(spans);
        const tree = adjustSkew(raw);
        for (const node of tree.nodes) {
          const before = raw.nodes[node.index];
          expect(node.endMs - node.startMs).toBeCloseTo((before?.endMs ?? 0) - (before?.startMs ?? 0), 6);
          const parent = tree.nodes[node.parent];
          const hosts = [parent?.span.resource["host.name"], node.span.resource["host.name"]];
          const asked =
            parent?.span.kind === "client" &&
            node.span.kind === "server" &&
            hosts[0] &&
            hosts[1] &&
            hosts[0] !== hosts[1];
          if (parent && asked) expect(node.startMs).toBeGreaterThanOrEqual(parent.startMs - 1e-6);
        }
        if (tree.nodes.length > 0) expect(Math.min(...tree.nodes.map((n) => n.startMs))).toBeCloseTo(0, 6);
      }),
    );
  });
});
