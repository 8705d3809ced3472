import { histogramQuantile } from "@/lib/graph/histogram-quantile";
import { LATENCY_BOUNDS_MS } from "@/lib/model/latency-bounds";
import { binomialUpperTail } from "./exact-tests";

/**
 * Chance of what was seen, were the canary's quantile `q` no more than `maxRatio` times the stable one's; to hold against `alpha`. Histograms are by
 * LATENCY_BOUNDS_MS; no shape of the distribution is assumed. Stable's quantile is bounded from above by its order statistics (risk alpha / 2); were the canary no
 * slower than `maxRatio` times the bound, at most 1 - q of its requests would exceed that, which the exact binomial tail judges. The bound's own risk is added.
 * Inside a bucket both sides are taken as evenly spread, as Prometheus does; so the level is exact between buckets and close within one.
 */
export function slowerQuantile(
  q: number,
  canary: readonly number[],
  stable: readonly number[],
  maxRatio: number,
  alpha: number,
): number {
  const bound = upperBoundMs(q, stable, alpha / 2);
  return bound === null ? 1 : Math.min(1, quantileAbove(q, canary, bound * maxRatio) + alpha / 2);
}

/** Chance of seeing so many requests slower than `maxMs`, were the quantile `q` no more than it: the exact binomial tail. */
export function quantileAbove(q: number, counts: readonly number[], maxMs: number): number {
  const of = Math.round(sumOf(counts));
  return of === 0 ? 1 : binomialUpperTail(Math.floor(countAbove(counts, maxMs)), of, 1 - q);
}

/** Upper confidence bound of a quantile: with so few requests beyond it that fewer are unlikely. null: there are too few requests to give one. */
function upperBoundMs(q: number, counts: readonly number[], risk: number): number | null {
  const of = Math.round(sumOf(counts));
  const atMost = (above: number) => 1 - binomialUpperTail(above + 1, of, 1 - q);
  if (of === 0 || atMost(0) > risk) return null;
  let [low, high] = [0, Math.ceil(of * (1 - q))];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (atMost(middle) <= risk) low = middle;
    else high = middle - 1;
  }
  return histogramQuantile(1 - low / of, counts);
}

/** Requests slower than a limit; those of the bucket it falls in, in proportion. What exceeds every bound always counts. */
function countAbove(counts: readonly number[], limitMs: number): number {
  let above = 0;
  counts.forEach((count, i) => {
    const lower = i === 0 ? 0 : (LATENCY_BOUNDS_MS[i - 1] ?? 0);
    const upper = LATENCY_BOUNDS_MS[i];
    if (upper === undefined) above += count;
    else if (upper > limitMs) above += count * Math.min(1, (upper - limitMs) / (upper - lower));
  });
  return above;
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
