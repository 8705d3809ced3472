import type { Measured } from "@/lib/model/analysis";
import { LATENCY_BOUNDS_MS, LATENCY_BUCKETS } from "@/lib/model/latency-bounds";

/** Random numbers from a seed (mulberry32): the same figures in every run of a test. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Requests of one side: failures with `errorRate`, latency log-normal about `medianMs` with a long tail. */
export function draw(
  random: () => number,
  requests: number,
  errorRate: number,
  medianMs: number,
  sigma = 0.6,
): Measured {
  const latency = Array.from({ length: LATENCY_BUCKETS }, () => 0);
  let errors = 0;
  let latencySumMs = 0;
  for (let i = 0; i < requests; i++) {
    if (random() < errorRate) errors += 1;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const ms = medianMs * Math.exp(sigma * normal);
    const bucket = LATENCY_BOUNDS_MS.findIndex((upper) => ms <= upper);
    const at = bucket < 0 ? LATENCY_BUCKETS - 1 : bucket;
    latency[at] = (latency[at] ?? 0) + 1;
    latencySumMs += ms;
  }
  return { version: "", requests, errors, latency, latencySumMs };
}

/** Both windows together. */
export function plus(a: Measured, b: Measured): Measured {
  return {
    version: a.version,
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    latency: Array.from({ length: LATENCY_BUCKETS }, (_, i) => (a.latency[i] ?? 0) + (b.latency[i] ?? 0)),
    latencySumMs: a.latencySumMs + b.latencySumMs,
  };
}
