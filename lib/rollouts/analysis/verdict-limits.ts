import type { AnalysisPolicy, Verdict } from "@/lib/model/analysis";

/**
 * Whether the verdicts of one step, oldest first, reach the policy's failure limits, and in which words; null: not yet. Fails count in all and in a row; an
 * inconclusive or unmeasured window neither breaks a row nor adds to it, since it says nothing.
 */
export function failureLimitReached(
  policy: Pick<AnalysisPolicy, "failureLimit" | "consecutiveFailureLimit">,
  verdicts: readonly Verdict[],
): string | null {
  const telling = verdicts.filter((verdict) => verdict === "pass" || verdict === "fail");
  const inAll = telling.filter((verdict) => verdict === "fail").length;
  const lastPass = telling.lastIndexOf("pass");
  const inARow = telling.length - 1 - lastPass;
  if (inARow >= policy.consecutiveFailureLimit) return `${inARow} windows in a row failed.`;
  if (inAll >= policy.failureLimit) return `${inAll} windows failed in this step.`;
  return null;
}
