import type { AnalysisCheck, CheckResult, Measured } from "@/lib/model/analysis";
import { binomialUpperTail, fisherGreater } from "./exact-tests";
import { type Finding, judge, shown, tooFew, worst } from "./judge";
import { rateInterval } from "./rate-interval";

type SuccessCheck = Extract<AnalysisCheck, { metric: "successRate" }>;

export interface CheckInput<C> {
  check: C;
  canary: Measured;
  /** null: nothing to compare with */
  stable: Measured | null;
  minSamples: number;
  /** level of each test */
  level: number;
}

const percent = (share: number): number => share * 100;
const goodShare = ({ requests, errors }: Measured): number => 1 - errors / requests;

/**
 * Judges the share of good requests. Against the floor: the exact binomial test; against stable: Fisher's exact test, one-sided, at every sample size. A
 * figure beyond its limit fails when chance does not explain it, and is inconclusive as long as it may be chance.
 */
export function checkSuccessRate({ check, canary, stable, minSamples, level }: CheckInput<SuccessCheck>): CheckResult {
  const [bad, of] = [Math.round(canary.errors), Math.round(canary.requests)];
  const findings: Finding[] = [];
  const compares = check.maxDropPercent !== null && stable !== null;
  let pValue: number | null = null;
  if (of < minSamples) findings.push(tooFew("The candidate", of, minSamples));
  else {
    const good = percent(goodShare(canary));
    if (check.minPercent !== null) {
      const chance = binomialUpperTail(bad, of, 1 - check.minPercent / 100);
      pValue = chance;
      const words = `${shown(good)} % of ${of} requests were good; the floor is ${check.minPercent} %`;
      findings.push(judge(good < check.minPercent, chance, level, words));
    }
    if (compares && stable.requests < minSamples)
      findings.push(tooFew("The stable version", Math.round(stable.requests), minSamples));
    else if (compares && check.maxDropPercent !== null) {
      const drop = percent(goodShare(stable)) - good;
      const chance = fisherGreater({ bad, of }, { bad: Math.round(stable.errors), of: Math.round(stable.requests) });
      pValue = chance;
      const words = `${shown(Math.abs(drop))} points ${drop > 0 ? "worse" : "better"} than stable; ${check.maxDropPercent} are allowed`;
      findings.push(judge(drop > check.maxDropPercent, chance, level, words));
    }
    if (bad >= of) findings.push({ verdict: "inconclusive", why: "Not one request was good." });
  }
  const interval = rateInterval(of - bad, of);
  return {
    metric: "successRate",
    title: "success rate",
    unit: "percent",
    ...worst(findings),
    stable: stable && stable.requests > 0 ? percent(goodShare(stable)) : null,
    canary: of > 0 ? percent(goodShare(canary)) : null,
    limit: check.minPercent,
    stableSamples: stable?.requests ?? 0,
    canarySamples: canary.requests,
    pValue,
    interval: interval && [percent(interval[0]), percent(interval[1])],
  };
}
