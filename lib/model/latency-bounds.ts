/**
 * Upper bounds (ms, inclusive) of Heddle's one latency histogram. A histogram is an array of
 * LATENCY_BOUNDS_MS.length + 1 non-cumulative counts; the last one holds what exceeds every bound.
 * The bootstrap we print gives Envoy these bounds; foreign histograms are re-bucketed onto them.
 */
export const LATENCY_BOUNDS_MS = [
  0.5, 1, 2, 3, 4, 5, 7.5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000,
  2500, 3000, 4000, 5000, 7500, 10000, 15000, 30000, 60000,
] as const;

/** Number of counts in a latency histogram. */
export const LATENCY_BUCKETS = LATENCY_BOUNDS_MS.length + 1;
