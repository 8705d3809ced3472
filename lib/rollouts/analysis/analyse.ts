import type { AnalysisPolicy, AnalysisResult, CheckResult, Measured } from "@/lib/model/analysis";
import { checkLatency } from "./check-latency";
import { checkSuccessRate } from "./check-success-rate";
import { worst } from "./judge";
import { spentAlpha } from "./spent-alpha";

export interface AnalysisInput {
  policy: AnalysisPolicy;
  /** the stable side in the same window; null: there is none to compare with (mTLS) */
  stable: Measured | null;
  canary: Measured;
  /** how many times the step was looked at, this one included; default 1 */
  look?: number;
  /** why the figures cannot be trusted (telemetry away or stale); null: they can */
  blind?: string | null;
}

/** A stable side with less than this share of the candidate's requests is on its way out: nothing to compare with. */
const LEAVING = 0.01;

/**
 * Judges one window. error: it could not be measured; fail: a limit is broken beyond chance; inconclusive: too few requests, or a figure beyond its
 * limit that may be chance; pass: every check passed on at least `minSamples` requests, good ones among them. At 100 % the stable side has no requests: then only
 * absolute limits judge, and comparisons are left out. Sums of the looks at one step: see spentAlpha.
 */
export function analyse({ policy, stable, canary, look = 1, blind = null }: AnalysisInput): AnalysisResult {
  if (blind !== null) return { verdict: "error", checks: [], why: blind };
  const compared = stable && stable.requests > canary.requests * LEAVING ? stable : null;
  const tests = policy.checks.reduce((sum, check) => sum + testsOf(check, compared !== null), 0);
  const level = spentAlpha(policy.alpha, look, tests);
  const { minSamples } = policy;
  const checks = policy.checks.map((check): CheckResult => {
    if (check.metric === "latency") return checkLatency({ check, canary, stable: compared, minSamples, level });
    return checkSuccessRate({ check, canary, stable: compared, minSamples, level });
  });
  const { verdict, why } = worst(
    checks.map((check) => ({ verdict: check.verdict, why: `${check.title}: ${check.why}` })),
  );
  return { verdict, checks, why };
}

function testsOf(check: AnalysisPolicy["checks"][number], compares: boolean): number {
  const [floor, ratio] =
    check.metric === "latency" ? [check.maxMs, check.maxRatio] : [check.minPercent, check.maxDropPercent];
  return Number(floor !== null) + Number(ratio !== null && compares);
}
