import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlaps } from "../layout/box-rects";
import { callPath } from "./call-path";
import { curvePoints, edgeCurve, pointAlong, polylineLength, relativeControls } from "./edge-curve";
import { crossSeconds, dotCount, edgeTone, edgeWidth } from "./edge-look";
import { arrowTarget, tabOrder } from "./key-walk";
import { type LabelWish, placeLabels } from "./label-placement";

const point = fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }) });

const end = (x: number, y: number) => ({ x, y, foot: 24 });

describe("edgeCurve", () => {
  it("leaves right and enters left where the callee is to the right", () => {
    const curve = edgeCurve(end(0, 0), end(300, 80));
    expect(curve.start).toEqual({ x: 22, y: 0 });
    expect(curve.end.x).toBeLessThan(278);
    expect(curve.controls[0]?.y).toBe(0);
    expect(curve.controls[1]?.y).toBe(80);
  });

  it("goes round a corner, upright below the label, and over what stands left", () => {
    expect(edgeCurve(end(0, 0), end(100, 300))).toMatchObject({ start: { x: 0, y: 46 }, controls: [{ x: 0, y: 300 }] });
    expect(edgeCurve(end(0, 0), end(10, 300)).start.y).toBe(46);
    expect(edgeCurve(end(0, 300), end(0, 0)).start.y).toBe(278);
    expect(edgeCurve(end(300, 0), end(0, 10)).controls.every((c) => c.y < -40)).toBe(true);
  });

  it("follows the bends of a route", () => {
    const route = {
      leaves: "right" as const,
      enters: "left" as const,
      bends: [
        { x: 150, y: -60 },
        { x: 250, y: -60 },
      ],
    };
    const points = curvePoints(edgeCurve(end(0, 0), end(400, 0), { route }));
    expect(Math.min(...points.filter((_, i) => i % 2 === 1))).toBeCloseTo(-60, 0);
  });

  it("gives Cytoscape controls that lead back to the same points", () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        const curve = edgeCurve(end(a.x, a.y), end(b.x, b.y));
        const { weights, distances } = relativeControls(curve);
        const [dx, dy] = [curve.end.x - curve.start.x, curve.end.y - curve.start.y];
        const length = Math.hypot(dx, dy);
        fc.pre(length > 1);
        curve.controls.forEach((control, i) => {
          const w = weights[i] ?? 0;
          const d = distances[i] ?? 0;
          expect(curve.start.x + w * dx + (-dy / length) * d).toBeCloseTo(control.x, 6);
          expect(curve.start.y + w * dy + (dx / length) * d).toBeCloseTo(control.y, 6);
        });
      }),
    );
  });

  it("runs along itself from start to end", () => {
    const curve = edgeCurve(end(0, 0), end(300, 80));
    const points = curvePoints(curve);
    const length = polylineLength(points);
    expect(length).toBeGreaterThan(Math.hypot(curve.end.x - curve.start.x, 80) - 1);
    expect(pointAlong(points, length, 0)).toEqual(curve.start);
    expect(pointAlong(points, length, 1).x).toBeCloseTo(curve.end.x);
    expect(pointAlong(points, length, 0.5).y).toBeCloseTo(40, 0);
  });
});

describe("edge look", () => {
  const edge = { protocol: "http" as const, ratePerSec: 214, bytesPerSec: 0 };
  it("widens by the logarithm of the rate up to 6", () => {
    expect(edgeWidth({ ...edge, ratePerSec: 0 })).toBe(1);
    expect(edgeWidth(edge)).toBe(3.5);
    expect(edgeWidth({ ...edge, ratePerSec: 1e9 })).toBe(6);
    expect(dotCount({ ...edge, ratePerSec: 0 })).toBe(0);
    expect(dotCount({ ...edge, ratePerSec: 0.01 })).toBe(1);
    expect(crossSeconds(0)).toBeGreaterThanOrEqual(0.4);
    expect(crossSeconds(1e6)).toBe(4);
  });

  it("has a colour only for trouble, plaintext and idleness", () => {
    const of = (status: "failing" | "degraded" | "healthy" | "idle") => ({ health: { status, reasons: [] } }) as never;
    expect(edgeTone(of("failing"), true)).toBe("failing");
    expect(edgeTone(of("healthy"), true)).toBe("plaintext");
    expect(edgeTone(of("healthy"), false)).toBe("edge");
    expect(edgeTone(of("idle"), false)).toBe("idle");
  });
});

describe("placeLabels", () => {
  const wish = (id: string, y: number, weight = 1): LabelWish => {
    const points = new Float64Array([0, y, 400, y]);
    return { id, points, length: 400, width: 80, height: 18, weight };
  };
  it("slides labels along their edges so that none covers another or a node", () => {
    const node = { x1: 180, y1: -30, x2: 220, y2: 30 };
    const places = placeLabels([wish("a", 0), wish("b", 6), wish("c", 10)], [node], () => false);
    const rects = [...places.values()].map((p) => ({ x1: p.x - 40, x2: p.x + 40, y1: p.y - 9, y2: p.y + 9 }));
    expect(places.size).toBeGreaterThanOrEqual(2);
    for (const [i, rect] of rects.entries())
      for (const other of [node, ...rects.slice(i + 1)]) expect(overlaps(rect, other)).toBe(false);
  });
  it("leaves out what finds no place, unless it must be seen", () => {
    const wall = { x1: -100, y1: -50, x2: 500, y2: 50 };
    expect(placeLabels([wish("a", 0)], [wall], () => false).size).toBe(0);
    expect(placeLabels([wish("a", 0)], [wall], () => true).size).toBe(1);
  });
});

describe("paths and keys", () => {
  const edges = [
    { id: "1", source: "gateway", target: "web" },
    { id: "2", source: "web", target: "reviews" },
    { id: "3", source: "web", target: "cart" },
    { id: "4", source: "reviews", target: "ratings" },
    { id: "5", source: "ratings", target: "reviews" },
  ];
  const nodes = new Set(["gateway", "web", "reviews", "cart", "ratings"]);

  it("follows a node and an edge up and down, round rings too", () => {
    expect([...callPath(edges, nodes, "reviews").edges].sort()).toEqual(["1", "2", "4", "5"]);
    expect([...callPath(edges, nodes, "3").nodes].sort()).toEqual(["cart", "gateway", "web"]);
    expect(callPath(edges, nodes, "nobody").nodes.size).toBe(0);
  });

  it("walks by rank with Tab and along edges with arrows", () => {
    const named = [...nodes].map((id) => ({ id, name: id }));
    expect(tabOrder(named, edges)).toEqual(["gateway", "web", "cart", "reviews", "ratings"]);
    const positions = {
      gateway: { x: 0, y: 0 },
      web: { x: 100, y: 0 },
      reviews: { x: 200, y: -50 },
      cart: { x: 200, y: 50 },
      ratings: { x: 300, y: 0 },
    };
    expect(arrowTarget("gateway", "ArrowRight", { edges, positions })).toBe("web");
    expect(arrowTarget("cart", "ArrowUp", { edges, positions })).toBe("reviews");
    expect(arrowTarget("gateway", "ArrowLeft", { edges, positions })).toBeNull();
  });
});
