import { LATENCY_BOUNDS_MS } from "../../model/latency-bounds";

/** Index into a latency histogram (LATENCY_BOUNDS_MS) of a duration in ms. */
export function latencyBucket(durationMs: number): number {
  let low = 0;
  let high: number = LATENCY_BOUNDS_MS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (durationMs <= (LATENCY_BOUNDS_MS[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Puts cumulative counts by upper bound (ms, ascending, the last may be Infinity) onto LATENCY_BOUNDS_MS. A foreign bucket that
 * spans several of ours is spread evenly over its width; what lies beyond the last foreign bound falls into the bucket behind it.
 */
export function rebucket(bounds: readonly number[], counts: readonly number[]): number[] {
  const out = new Array<number>(LATENCY_BOUNDS_MS.length + 1).fill(0);
  let lower = 0;
  for (const [i, upper] of bounds.entries()) {
    const count = counts[i] ?? 0;
    if (count > 0) spread(out, lower, upper, count);
    lower = upper;
  }
  return out;
}

function spread(out: number[], lower: number, upper: number, count: number): void {
  const from = lower <= 0 ? 0 : latencyBucket(lower * (1 + 1e-9));
  const to = upper === Number.POSITIVE_INFINITY ? from : latencyBucket(upper);
  if (from >= to) {
    out[from] = (out[from] as number) + count;
    return;
  }
  const width = upper - lower;
  for (let i = from; i <= to; i++) {
    const left = Math.max(lower, i === 0 ? 0 : (LATENCY_BOUNDS_MS[i - 1] as number));
    const right = Math.min(upper, LATENCY_BOUNDS_MS[i] ?? upper);
    if (right > left) out[i] = (out[i] as number) + (count * (right - left)) / width;
  }
}
