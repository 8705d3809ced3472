import ElkConstructor from "elkjs/lib/elk.bundled.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildGraph } from "../build-graph";
import { sample } from "../testing/samples";
import { boxRects, overlaps } from "./box-rects";
import { chooseRoutes } from "./choose-routes";
import { layoutGraph } from "./layout-graph";
import { layoutInput } from "./layout-input";
import { type LayoutInput, type Positions, type Rect, routeKey } from "./layout-model";
import { placeNewNodes, roomOf } from "./place-new-nodes";
import { callRanks } from "./ranks";

const loadElk = async () => new ElkConstructor();

function inputOf(hops: [string, string][], type: "versionedApp" | "workload" = "versionedApp"): LayoutInput {
  const graph = buildGraph({
    mesh: "m",
    view: { mesh: "m", namespaces: null, type, durationSec: 60 },
    window: { fromMs: 0, toMs: 60_000 },
    samples: hops.map(([from, to]) => sample(from, to, 1)),
    sources: [],
    services: [],
    workloads: [],
  });
  return layoutInput(graph);
}

const shop: [string, string][] = [
  ["edge/gateway-v1", "shop/web-v1"],
  ["shop/web-v1", "shop/catalog-v1"],
  ["shop/web-v1", "shop/reviews-v1"],
  ["shop/web-v1", "shop/reviews-v2"],
  ["shop/web-v1", "shop/reviews-v3"],
  ["shop/reviews-v2", "shop/ratings-v1"],
  ["shop/reviews-v3", "shop/ratings-v1"],
  ["shop/web-v1", "pay/checkout-v1"],
  ["pay/checkout-v1", "pay/payments-v1"],
  ["pay/checkout-v1", "platform/shipping-v1"],
  ["shop/cart-v1", "platform/redis-v1"],
  ["shop/web-v1", "shop/cart-v1"],
];

function overlapping(rects: Map<string, Rect>): string[] {
  const list = [...rects];
  return list.flatMap(([a, ra], i) =>
    list.slice(i + 1).flatMap(([b, rb]) => (overlaps(ra, rb) ? [`${a} x ${b}`] : [])),
  );
}
function rooms(input: LayoutInput, positions: Positions): Map<string, Rect> {
  return new Map(input.nodes.flatMap((n) => (positions[n.id] ? [[n.id, roomOf(n, positions[n.id]!)] as const] : [])));
}
const outerOnly = (input: LayoutInput, rects: Map<string, Rect>) =>
  new Map([...rects].filter(([id]) => input.boxes.find((b) => b.id === id)?.parent === undefined));

describe("layout", () => {
  it("puts callers left of callees, covers nothing and keeps boxes apart", async () => {
    const input = inputOf(shop);
    const { positions } = await layoutGraph(input, loadElk);
    expect(Object.keys(positions)).toHaveLength(input.nodes.length);
    const boxOf = new Map(input.nodes.map((n) => [n.id, n.box]));
    for (const e of input.edges.filter((edge) => boxOf.get(edge.source) === boxOf.get(edge.target))) {
      expect(positions[e.source]!.x).toBeLessThan(positions[e.target]!.x);
    }
    expect(overlapping(rooms(input, positions))).toEqual([]);
    expect(overlapping(outerOnly(input, boxRects(input, positions)))).toEqual([]);
  });

  it("stands versions in their order and finds edges a course past other nodes", async () => {
    const input = inputOf(shop);
    const { positions, routes } = await layoutGraph(input, loadElk);
    const y = (version: string) => positions[`app/shop/reviews/${version}`]!.y;
    expect(y("v1")).toBeLessThan(y("v2"));
    expect(y("v2")).toBeLessThan(y("v3"));
    expect(Object.keys(routes)).toHaveLength(input.edges.length);
    const chosen = chooseRoutes(input, positions, routes);
    expect(chosen.hits).toBe(0);
  });

  it("leads an edge round a node that stands on every natural course", () => {
    const input = inputOf([
      ["a/from-v1", "a/to-v1"],
      ["a/between-v1", "a/to-v1"],
    ]);
    const id = (name: string) => input.nodes.find((node) => node.id.includes(name))?.id ?? name;
    const at = { [id("from")]: { x: 0, y: 0 }, [id("between")]: { x: 250, y: 0 }, [id("to")]: { x: 500, y: 0 } };
    const tall = {
      ...input,
      nodes: input.nodes.map((node) => (node.id === id("between") ? { ...node, height: 90 } : node)),
    };
    const chosen = chooseRoutes(tall, at, {});
    expect(chosen.hits).toBe(0);
    expect(chosen.routes[routeKey({ source: id("from"), target: id("to") })]?.bends).toHaveLength(2);
  });

  it("covers no node with an edge of a shop in three namespaces", async () => {
    const input = inputOf([
      ...shop,
      ["shop/catalog-v1", "platform/inventory-v1"],
      ["platform/batch-v1", "platform/inventory-v1"],
      ["platform/shipping-v1", "platform/inventory-v1"],
      ["platform/batch-v1", "pay/payments-v1"],
      ["pay/checkout-v1", "shop/cart-v1"],
    ]);
    const { positions, routes } = await layoutGraph(input, loadElk);
    expect(chooseRoutes(input, positions, routes).hits).toBe(0);
  });

  it("is the same for the same graph", async () => {
    expect(await layoutGraph(inputOf(shop), loadElk)).toEqual(await layoutGraph(inputOf(shop), loadElk));
  });

  it("lays out 1,000 nodes and 4,000 edges in 500 namespaces, boxes apart", async () => {
    const name = (k: number) => `ns${k % 500}/s${k % 1000}-v1`;
    const hops = Array.from({ length: 4000 }, (_, i): [string, string] => [
      name(i),
      name(i * 7 + Math.floor(i / 1000) * 211 + 3),
    ]);
    const input = inputOf(hops, "workload");
    const { positions } = await layoutGraph(input, () => Promise.reject(new Error("elk is not for this size")));
    expect(overlapping(boxRects(input, positions)).length).toBe(0);
    expect(overlapping(rooms(input, positions))).toEqual([]);
  });

  it("places new nodes without moving old ones or covering anything", async () => {
    const base = inputOf(shop);
    const { positions: old } = await layoutGraph(base, loadElk);
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom("shop/web-v1", "pay/checkout-v1"),
            fc.constantFrom("shop/new-v1", "shop/reviews-v4", "far/away-v1", "pay/audit-v1"),
          ),
          { minLength: 1, maxLength: 6 },
        ),
        (extra) => {
          const next = inputOf([...shop, ...extra]);
          const positions = placeNewNodes(next, old);
          for (const [id, at] of Object.entries(old)) expect(positions[id]).toEqual(at);
          expect(Object.keys(positions)).toHaveLength(next.nodes.length);
          expect(overlapping(rooms(next, positions))).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("forgets the places of nodes that are gone and starts from nothing", () => {
    const input = inputOf([["a/one-v1", "a/two-v1"]]);
    expect(Object.keys(placeNewNodes(input, { gone: { x: 1, y: 1 } })).sort()).toEqual(
      input.nodes.map((n) => n.id).sort(),
    );
  });

  it("ranks by distance from where traffic starts, rings too", () => {
    const ranks = callRanks(
      ["a", "b", "c", "x", "y"],
      [
        { source: "a", target: "b" },
        { source: "b", target: "c" },
        { source: "a", target: "c" },
        { source: "x", target: "y" },
        { source: "y", target: "x" },
      ],
    );
    expect(Object.fromEntries(ranks)).toEqual({ a: 0, b: 1, c: 1, x: 0, y: 1 });
  });
});
