import { histogramQuantile } from "@/lib/graph/histogram-quantile";
import { LATENCY_BOUNDS_MS } from "@/lib/model/latency-bounds";
import { binomialUpperTail } from "./exact-tests";

export interface QuantileComparison {
  /** interpolated quantiles, ms; null: nothing measured */
  canaryMs: number | null;
  stableMs: number | null;
  /** canary over stable; null when either is missing or stable's is 0 */
  ratio: number | null;
  /** chance of what was seen, were the canary's quantile no more than `maxRatio` times the stable one's */
  pValue: number;
}

/**
 * Compares one latency quantile of two histograms bucket by bucket, without assuming a shape of the distribution.
 * Stable's quantile is bounded from above by its order statistics (risk alpha/2); the bound times `maxRatio` is rounded up to the next bucket limit;
 * were the canary no slower than that, at most 1 - q of its requests would exceed the limit, which the exact binomial tail judges. The answer is a
 * p-value to hold against alpha: the bound's own risk of alpha/2 is added to it.
 */
export function compareQuantiles(
  q: number,
  canary: readonly number[],
  stable: readonly number[],
  maxRatio: number,
  alpha: number,
): QuantileComparison {
  const canaryMs = histogramQuantile(q, canary);
  const stableMs = histogramQuantile(q, stable);
  const ratio = canaryMs === null || stableMs === null || stableMs <= 0 ? null : canaryMs / stableMs;
  const bound = upperBoundMs(q, stable, alpha / 2);
  const limit = bound === null ? undefined : LATENCY_BOUNDS_MS.find((upper) => upper >= bound * maxRatio);
  if (limit === undefined) return { canaryMs, stableMs, ratio, pValue: 1 };
  const { above, of } = countAbove(canary, limit);
  return { canaryMs, stableMs, ratio, pValue: Math.min(1, binomialUpperTail(above, of, 1 - q) + alpha / 2) };
}

/** Chance of seeing so many requests slower than `maxMs`, were the quantile `q` no more than it. `maxMs` is rounded up to a bucket limit. */
export function quantileAbove(q: number, counts: readonly number[], maxMs: number): number {
  const limit = LATENCY_BOUNDS_MS.find((upper) => upper >= maxMs);
  if (limit === undefined) return 1;
  const { above, of } = countAbove(counts, limit);
  return of === 0 ? 1 : binomialUpperTail(above, of, 1 - q);
}

/** Upper confidence bound of a quantile, as the limit of the bucket it falls in; null when the histogram cannot give one. */
function upperBoundMs(q: number, counts: readonly number[], risk: number): number | null {
  const of = Math.round(counts.reduce((sum, count) => sum + count, 0));
  if (of === 0) return null;
  let above = of;
  for (const [i, upper] of LATENCY_BOUNDS_MS.entries()) {
    above -= counts[i] ?? 0;
    // Were the quantile above this limit, more than 1 - q would exceed it: so few are then unlikely.
    if (1 - binomialUpperTail(Math.round(above) + 1, of, 1 - q) <= risk) return upper;
  }
  return null;
}

function countAbove(counts: readonly number[], limit: number): { above: number; of: number } {
  let of = 0;
  let above = 0;
  counts.forEach((count, i) => {
    of += count;
    if ((LATENCY_BOUNDS_MS[i] ?? Number.POSITIVE_INFINITY) > limit) above += count;
  });
  return { above: Math.round(above), of: Math.round(of) };
}
