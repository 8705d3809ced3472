import { histogramQuantile } from "@/lib/graph/histogram-quantile";
import type { AnalysisCheck, CheckResult } from "@/lib/model/analysis";
import type { CheckInput } from "./check-success-rate";
import { type Finding, judge, shown, tooFew, worst } from "./judge";
import { quantileAbove, slowerQuantile } from "./quantile-test";
import { rankInterval } from "./rate-interval";

type LatencyCheck = Extract<AnalysisCheck, { metric: "latency" }>;

const QUANTILE = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
/** Requests beyond a quantile below which it is a matter of one or two: p99 needs 500 in all. */
const LEAST_BEYOND = 5;

/**
 * Judges a latency quantile, bucket by bucket of the histogram. Against the absolute limit: the exact binomial test of how many requests exceed it; against
 * stable: slowerQuantile. A quantile needs five requests beyond it on each side (100 for p95, 500 for p99), whatever `minSamples` says.
 */
export function checkLatency({ check, canary, stable, minSamples, level }: CheckInput<LatencyCheck>): CheckResult {
  const q = QUANTILE[check.quantile];
  const wanted = Math.max(minSamples, Math.ceil(LEAST_BEYOND / (1 - q) - 1e-9));
  const [of, stableOf] = [measured(canary.latency), stable ? measured(stable.latency) : 0];
  const canaryMs = histogramQuantile(q, canary.latency);
  const stableMs = stable ? histogramQuantile(q, stable.latency) : null;
  const findings: Finding[] = [];
  let pValue: number | null = null;
  if (of < wanted || canaryMs === null) findings.push(tooFew("The candidate", of, wanted));
  else {
    if (check.maxMs !== null) {
      pValue = quantileAbove(q, canary.latency, check.maxMs);
      const words = `${check.quantile} was ${shown(canaryMs)} ms; at most ${check.maxMs} ms are allowed`;
      findings.push(judge(canaryMs > check.maxMs, pValue, level, words));
    }
    if (check.maxRatio !== null && stable && stableOf < wanted)
      findings.push(tooFew("The stable version", stableOf, wanted));
    else if (check.maxRatio !== null && stable && stableMs !== null) {
      const least = stableMs + check.minDeltaMs;
      const ratio = Math.max(check.maxRatio, stableMs > 0 ? least / stableMs : check.maxRatio);
      pValue = slowerQuantile(q, canary.latency, stable.latency, ratio, level);
      const words = `${check.quantile} was ${shown(canaryMs)} ms, stable's ${shown(stableMs)} ms; ${check.maxRatio} times as much is allowed`;
      findings.push(judge(canaryMs > stableMs * ratio, pValue, level, words));
    }
  }
  const ranks = rankInterval(q, of);
  const [low, high] = (ranks ?? []).map((rank) => histogramQuantile(rank, canary.latency));
  return {
    metric: "latency",
    title: `${check.quantile} latency`,
    unit: "ms",
    ...worst(findings),
    stable: stableMs,
    canary: canaryMs,
    limit: check.maxMs,
    stableSamples: stableOf,
    canarySamples: of,
    pValue,
    interval: low !== undefined && low !== null && high !== undefined && high !== null ? [low, high] : null,
  };
}

const measured = (latency: readonly number[]): number => Math.round(latency.reduce((sum, count) => sum + count, 0));
