import { describe, expect, it } from "vitest";
import { buildTree } from "./build-tree";
import { findInTrace } from "./find-in-trace";
import { searchSummary } from "./search-summary";
import { makeSpan } from "./testing/make-span";

const tree = buildTree([
  makeSpan("aaaa", "", 0, 100, {
    service: "web",
    name: "GET /",
    kind: "server",
    attributes: { "http.status_code": 504 },
  }),
  makeSpan("bbbb", "aaaa", 10, 60, {
    service: "reviews",
    attributes: { "user.tier": "gold card", flag: true },
    status: "error",
  }),
  makeSpan("cccc", "aaaa", 50, 90, {
    service: "ratings",
    resource: { "k8s.pod.name": "ratings-1" },
    events: [{ name: "cache miss", timeUnixNano: "0", attributes: { key: "user.tier" } }],
  }),
]);
const find = (query: string) => [...findInTrace(tree, query)].map((i) => tree.nodes[i]?.id);

describe("find in trace", () => {
  it("looks into names, keys, values, resources, events and ids", () => {
    expect(find("REVIEWS")).toEqual(["bbbb"]);
    expect(find("http.status_code=504")).toEqual(["aaaa"]);
    expect(find('"gold card"')).toEqual(["bbbb"]);
    expect(find('user.tier="gold card"')).toEqual(["bbbb"]);
    expect(find("ratings-1")).toEqual(["cccc"]);
    expect(find("cache miss")).toEqual(["cccc"]);
    expect(find("cccc")).toEqual(["cccc"]);
  });

  it("wants every word, and leaves out the keys it is told to", () => {
    expect(find("reviews gold")).toEqual(["bbbb"]);
    expect(find("reviews 504")).toEqual([]);
    expect(find("user.tier")).toEqual(["bbbb", "cccc"]);
    expect(find("user.tier -key")).toEqual(["bbbb"]);
    expect(find("   ")).toEqual([]);
  });
});

describe("summary", () => {
  it("is the row of the list: root, length, counts, and self time by service within the length", () => {
    const summary = searchSummary(tree.nodes.map((n) => n.span));
    expect(summary).toMatchObject({
      rootService: "web",
      rootCode: "504",
      durationMs: 100,
      spanCount: 3,
      errorCount: 2,
    });
    expect(summary?.services.map((s) => s.service)).toEqual(["reviews", "ratings", "web"]);
    expect(summary?.services.reduce((sum, s) => sum + s.timeMs, 0)).toBeCloseTo(100);
    expect(searchSummary([])).toBeNull();
  });
});
