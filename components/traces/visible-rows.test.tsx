import { describe, expect, it } from "vitest";
import type { Span } from "@/lib/model/span";
import { analyseTrace } from "@/lib/traces/analyse-trace";
import { makeSpan } from "@/lib/traces/testing/make-span";
import { barGeometry } from "./bar-geometry";
import { serviceSeries } from "./service-series";
import { ancestors, visibleRows } from "./visible-rows";

const spans: Span[] = [
  makeSpan("a", "", 0, 100),
  makeSpan("b", "a", 10, 50),
  makeSpan("c", "b", 20, 40),
  makeSpan("d", "a", 60, 90),
];
const { rows } = analyseTrace(spans, { fold: true, adjust: true });
const ids = (indices: number[]) => indices.map((i) => rows[i]?.id);

describe("rows that are shown", () => {
  it("hides what is below a closed row, and nothing else", () => {
    expect(ids(visibleRows(rows, new Set()))).toEqual(["a", "b", "c", "d"]);
    expect(ids(visibleRows(rows, new Set(["b"])))).toEqual(["a", "b", "d"]);
    expect(ids(visibleRows(rows, new Set(["a", "b"])))).toEqual(["a"]);
    expect(ancestors(rows, 2).map((r) => r.id)).toEqual(["b", "a"]);
  });
});

describe("bars", () => {
  it("are cut to the part of time that is shown", () => {
    expect(barGeometry(25, 75, { fromMs: 0, toMs: 100 })).toEqual({ left: 25, width: 50 });
    expect(barGeometry(25, 75, { fromMs: 50, toMs: 100 })).toEqual({ left: 0, width: 50 });
    expect(barGeometry(25, 75, { fromMs: 80, toMs: 100 })).toBeNull();
  });
});

describe("colours of services", () => {
  it("go to the heaviest, in the order of names, so that they stay while figures change", () => {
    const first = serviceSeries(
      new Map([
        ["web", 5],
        ["api", 9],
        ["db", 1],
      ]),
    );
    const later = serviceSeries(
      new Map([
        ["web", 9],
        ["api", 2],
        ["db", 3],
      ]),
    );
    expect([...first]).toEqual([
      ["web", 3],
      ["api", 1],
      ["db", 2],
    ]);
    expect(later).toEqual(first);
    const many = serviceSeries(new Map(Array.from({ length: 10 }, (_, i) => [`s${i}`, i])));
    expect([many.get("s0"), many.get("s1"), many.get("s2"), many.get("s9")]).toEqual([9, 9, 1, 8]);
  });
});
