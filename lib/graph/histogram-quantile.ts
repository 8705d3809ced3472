import { LATENCY_BOUNDS_MS, LATENCY_BUCKETS } from "../model/latency-bounds";

/**
 * Quantile `q` (0..1) of a latency histogram, in ms; null when it holds nothing.
 * `counts` are non-cumulative, by LATENCY_BOUNDS_MS, the last one unbounded (lib/model/latency-bounds.ts).
 * Rule: Prometheus' histogram_quantile: the first bucket whose cumulative count reaches q * total, linear inside it from
 * 0 or the bound below; what exceeds every bound answers the greatest bound.
 */
export function histogramQuantile(q: number, counts: readonly number[]): number | null {
  if (Number.isNaN(q)) return null;
  let total = 0;
  for (const count of counts) total += count;
  if (total <= 0) return null;
  const rank = Math.min(1, Math.max(0, q)) * total;
  let below = 0;
  for (let i = 0; i < LATENCY_BOUNDS_MS.length; i++) {
    const count = counts[i] ?? 0;
    if (count > 0 && below + count >= rank) {
      const lower = i === 0 ? 0 : (LATENCY_BOUNDS_MS[i - 1] ?? 0);
      const upper = LATENCY_BOUNDS_MS[i] ?? lower;
      return lower + ((upper - lower) * (rank - below)) / count;
    }
    below += count;
  }
  return LATENCY_BOUNDS_MS[LATENCY_BOUNDS_MS.length - 1] ?? null;
}

/** Adds `add` times `factor` to `into` in place. Merging comes before quantiles: a mean of quantiles means nothing. */
export function addHistogram(into: number[], add: readonly number[], factor = 1): void {
  const length = Math.min(add.length, LATENCY_BUCKETS);
  if (into.length === 0 && factor === 1) {
    for (let i = 0; i < length; i++) into.push(add[i] ?? 0);
    return;
  }
  for (let i = into.length; i < length; i++) into.push(0);
  for (let i = 0; i < length; i++) into[i] = (into[i] ?? 0) + (add[i] ?? 0) * factor;
}
