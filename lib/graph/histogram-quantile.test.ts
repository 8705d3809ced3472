import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LATENCY_BOUNDS_MS, LATENCY_BUCKETS } from "../model/latency-bounds";
import { addHistogram, histogramQuantile } from "./histogram-quantile";
import { histogram } from "./testing/samples";

const counts = fc.array(fc.nat(1000), { minLength: LATENCY_BUCKETS, maxLength: LATENCY_BUCKETS });

describe("histogramQuantile", () => {
  it("is null when nothing was measured or q is no number", () => {
    expect(histogramQuantile(0.5, [])).toBeNull();
    expect(histogramQuantile(0.5, new Array(LATENCY_BUCKETS).fill(0))).toBeNull();
    expect(histogramQuantile(Number.NaN, histogram(10, 5))).toBeNull();
  });

  it("is linear inside a bucket, from 0 in the first", () => {
    expect(histogramQuantile(0.5, histogram(0.3, 10))).toBeCloseTo(0.25);
    expect(histogramQuantile(0.5, histogram(12, 10))).toBeCloseTo(12.5);
    expect(histogramQuantile(1, histogram(12, 10))).toBe(15);
  });

  it("answers the greatest bound for what exceeds all", () => {
    expect(histogramQuantile(0.99, histogram(1e9, 3))).toBe(60_000);
  });

  it("grows with q and stays inside the bounds", () => {
    fc.assert(
      fc.property(
        counts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (c, a, b) => {
          const low = histogramQuantile(Math.min(a, b), c);
          const high = histogramQuantile(Math.max(a, b), c);
          if (low === null || high === null) return expect(low).toBe(high);
          expect(low).toBeLessThanOrEqual(high + 1e-9);
          expect(high).toBeLessThanOrEqual(LATENCY_BOUNDS_MS[LATENCY_BOUNDS_MS.length - 1] ?? 0);
        },
      ),
    );
  });

  it("adds histograms of any length", () => {
    const into: number[] = [];
    addHistogram(into, histogram(10, 4));
    addHistogram(into, histogram(10, 4), 0.5);
    addHistogram(into, []);
    expect(into.reduce((sum, n) => sum + n, 0)).toBe(6);
  });
});
