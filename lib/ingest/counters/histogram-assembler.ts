import type { EdgeSample } from "../../model/edge-sample";
import type { EdgeBuckets } from "../edges/edge-buckets";
import { rebucket } from "../edges/latency-bucket";
import { addSpread } from "./spread";

interface Pending {
  edge: EdgeSample;
  fromMs: number;
  toMs: number;
  arrivedMs: number;
  /** growth of the cumulative bucket, by upper bound */
  byBound: Map<number, number>;
}

/** Remote write spreads the buckets of one histogram over requests; this long they are waited for. */
const WAIT_MS = 5000;
const MAX_PENDING = 100_000;
/** Upper bounds of Istio's duration histogram, ms. Source: Istio standard metrics (Envoy's default buckets). */
const ISTIO_BOUNDS = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
];

/** Collects the cumulative buckets of one edge and reading, then puts the whole histogram on Heddle's bounds. */
export class HistogramAssembler {
  readonly #buckets: EdgeBuckets;
  #pending = new Map<string, Pending>();

  constructor(buckets: EdgeBuckets) {
    this.#buckets = buckets;
  }

  /** `key` names edge and reading; `bound` is the bucket's `le` in ms. */
  add(
    key: string,
    edge: EdgeSample,
    bound: number,
    delta: { delta: number; fromMs: number; toMs: number },
    nowMs: number,
  ): void {
    let pending = this.#pending.get(key);
    if (pending === undefined) {
      if (this.#pending.size >= MAX_PENDING) this.flush(Number.POSITIVE_INFINITY);
      pending = { edge, fromMs: delta.fromMs, toMs: delta.toMs, arrivedMs: nowMs, byBound: new Map() };
      this.#pending.set(key, pending);
    }
    pending.byBound.set(bound, (pending.byBound.get(bound) ?? 0) + delta.delta);
  }

  /** Hands on the histograms that have waited long enough; Infinity: all. */
  flush(nowMs: number): void {
    for (const [key, pending] of this.#pending) {
      if (nowMs - pending.arrivedMs < WAIT_MS) continue;
      this.#pending.delete(key);
      const latency = latencyOf(pending.byBound);
      addSpread(this.#buckets, { ...pending.edge, latency }, pending.fromMs, pending.toMs);
    }
  }
}

/** Growth of cumulative buckets (ms) -> counts on LATENCY_BOUNDS_MS. A bucket that is missing counts into the next one up. */
export function latencyOf(byBound: ReadonlyMap<number, number>): number[] {
  const bounds = [...byBound.keys()].sort((a, b) => a - b);
  // Buckets that did not grow are not handed in: where the lowest one that did begins is known from Istio's bounds.
  const first = bounds[0] ?? 0;
  const before = ISTIO_BOUNDS.findLast((bound) => bound < first);
  if (before !== undefined && (ISTIO_BOUNDS.includes(first) || first === Number.POSITIVE_INFINITY))
    bounds.unshift(before);
  let below = 0;
  const counts = bounds.map((bound) => {
    const upTo = byBound.get(bound) ?? 0;
    const count = Math.max(0, upTo - below);
    below = Math.max(below, upTo);
    return count;
  });
  return rebucket(bounds, counts);
}
