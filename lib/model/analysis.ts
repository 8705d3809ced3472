import { z } from "zod";

/** pass, fail, too little to tell, could not be measured: never mixed. */
export const Verdict = z.enum(["pass", "fail", "inconclusive", "error"]);
export type Verdict = z.infer<typeof Verdict>;

/**
 * One figure the candidate has to keep. Success counts HTTP 5xx, gRPC errors of the server's kind and requests without an answer as bad.
 * Floors are absolute; the comparison with stable is a statistical test on the same window.
 */
export const AnalysisCheck = z.discriminatedUnion("metric", [
  z.object({
    metric: z.literal("successRate"),
    /** lowest share of good requests, per cent */
    minPercent: z.number().min(0).max(100).nullable().default(99),
    /** how much worse than stable the candidate may be, in percentage points, before the test asks whether it is chance */
    maxDropPercent: z.number().min(0).max(100).nullable().default(1),
  }),
  z.object({
    metric: z.literal("latency"),
    quantile: z.enum(["p50", "p95", "p99"]),
    /** absolute limit, ms */
    maxMs: z.number().positive().nullable().default(500),
    /** candidate / stable, e.g. 1.5 */
    maxRatio: z.number().positive().nullable().default(1.5),
    /** a difference from stable smaller than this many ms does not count, whatever the ratio */
    minDeltaMs: z.number().min(0).default(10),
  }),
]);
export type AnalysisCheck = z.infer<typeof AnalysisCheck>;

/** How a run is judged: part of the plan, so part of its hash. */
export const AnalysisPolicy = z.object({
  checks: z.array(AnalysisCheck).max(20),
  /** a window is looked at every so often */
  intervalSec: z.number().int().min(1).max(3600).default(30),
  /** longest window looked at; it never reaches before the step. Too few requests in it: the whole step counts */
  windowSec: z.number().int().min(5).max(86_400).default(300),
  /** requests per side below which nothing is concluded */
  minSamples: z.number().int().min(1).max(1_000_000).default(100),
  /** seconds after a step was seen in the traffic that do not count */
  warmUpSec: z.number().int().min(0).max(3600).default(5),
  /** failed windows within a step, in all, at which the run is rolled back */
  failureLimit: z.number().int().min(1).max(100).default(2),
  /** failed windows in a row at which the run is rolled back */
  consecutiveFailureLimit: z.number().int().min(1).max(100).default(2),
  /** chance that a step's statistics blame a version that is as good as its limits, over all checks and however often it is looked at */
  alpha: z.number().min(0.0001).max(0.5).default(0.01),
  /** how long inconclusive windows may extend a bake */
  inconclusiveBudgetSec: z.number().int().min(0).max(86_400).default(300),
  onInconclusive: z.enum(["pause", "rollback"]).default("pause"),
  /** what happens when nothing can be measured for as long as the budget */
  onBlind: z.enum(["pause", "rollback"]).default("pause"),
});
export type AnalysisPolicy = z.infer<typeof AnalysisPolicy>;

/** What was measured of one side in one window. `latency`: counts by LATENCY_BOUNDS_MS, [] when not measured. */
export const Measured = z.object({
  version: z.string(),
  requests: z.number().nonnegative(),
  errors: z.number().nonnegative(),
  latency: z.array(z.number().nonnegative()),
  latencySumMs: z.number().nonnegative(),
});
export type Measured = z.infer<typeof Measured>;

export const CheckResult = z.object({
  metric: z.enum(["successRate", "latency", "plaintext"]),
  /** "success rate", "p99 latency": for people */
  title: z.string(),
  unit: z.enum(["percent", "ms", "ratio", "requests"]),
  verdict: Verdict,
  /** null: not measured */
  stable: z.number().nullable(),
  canary: z.number().nullable(),
  /** the limit that was applied to the candidate's figure; null: only compared */
  limit: z.number().nullable(),
  /** requests the figures rest on */
  stableSamples: z.number().nonnegative(),
  canarySamples: z.number().nonnegative(),
  /** chance of a difference as large if both sides were alike; null: not tested */
  pValue: z.number().nullable(),
  /** 95 % interval of the candidate's figure; null: none */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  /** one sentence: what was found and what it means */
  why: z.string(),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** What analysis says of one window. */
export const AnalysisResult = z.object({
  verdict: Verdict,
  checks: z.array(CheckResult),
  /** one sentence for the event log */
  why: z.string(),
});
export type AnalysisResult = z.infer<typeof AnalysisResult>;

/** A result as kept with the run. The window never begins before the step was entered. */
export const StoredAnalysis = AnalysisResult.extend({
  id: z.string(),
  stepId: z.string(),
  targetId: z.string(),
  at: z.iso.datetime(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  stable: Measured,
  canary: Measured,
});
export type StoredAnalysis = z.infer<typeof StoredAnalysis>;
