import type { CheckResult } from "@/lib/model/analysis";
import type { MtlsTarget } from "@/lib/model/rollout-plan";
import { type Finding, shown } from "./judge";
import type { MeasuredSides } from "./rollout-metrics";

/** As many callers are named in a sentence. */
const NAMED = 5;

/**
 * Whether anyone would be locked out by STRICT: passes when every request whose way is known was encrypted. While plaintext callers remain it is inconclusive, so
 * that the rollout waits for them and then for a person; a written reason in the target overrides it. Source of the evidence: what the proxies report
 * of each request (`connection_security_policy` in Istio's terms).
 */
export function checkPlaintext(
  target: MtlsTarget,
  sides: Pick<MeasuredSides, "plaintext" | "knownRequests">,
): CheckResult {
  const { plaintext, knownRequests } = sides;
  const requests = plaintext.reduce((sum, caller) => sum + caller.requests, 0);
  return {
    metric: "plaintext",
    title: "plaintext requests",
    unit: "requests",
    ...findingOf(target, sides, requests),
    stable: null,
    canary: requests,
    limit: 0,
    stableSamples: 0,
    canarySamples: knownRequests,
    pValue: null,
    interval: null,
  };
}

function findingOf(
  target: MtlsTarget,
  { plaintext, knownRequests }: Pick<MeasuredSides, "plaintext" | "knownRequests">,
  requests: number,
): Finding {
  if (requests > 0) {
    const named = plaintext.slice(0, NAMED).map(({ namespace, name }) => (namespace ? `${namespace}/${name}` : name));
    const more = plaintext.length > NAMED ? ` and ${plaintext.length - NAMED} more` : "";
    const words = `${shown(requests)} of ${shown(knownRequests)} requests were plaintext, from ${named.join(", ")}${more}`;
    const reason = target.overridePlaintext?.trim();
    if (reason) return { verdict: "pass", why: `${words}; overridden: ${reason}` };
    return { verdict: "inconclusive", why: `${words}. STRICT would refuse them.` };
  }
  if (knownRequests === 0)
    return { verdict: "inconclusive", why: "Of no request is it known whether it was encrypted." };
  return { verdict: "pass", why: `All of ${shown(knownRequests)} requests were encrypted.` };
}
