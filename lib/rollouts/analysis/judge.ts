import type { Verdict } from "@/lib/model/analysis";

/** What one test of a check says, in one sentence. */
export interface Finding {
  verdict: Verdict;
  why: string;
}

/** Beyond its limit and no chance: fail. Beyond it, maybe by chance: inconclusive. Within: pass. `words` say figure and limit. */
export function judge(beyond: boolean, chance: number, level: number, words: string): Finding {
  if (!beyond) return { verdict: "pass", why: `${words}.` };
  if (chance <= level) return { verdict: "fail", why: `${words}; chance does not explain it (p ${pText(chance)}).` };
  return { verdict: "inconclusive", why: `${words}, but that may still be chance (p ${pText(chance)}).` };
}

export const tooFew = (who: string, of: number, wanted: number): Finding => ({
  verdict: "inconclusive",
  why: `${who} had ${of} ${of === 1 ? "request" : "requests"}; ${wanted} are wanted.`,
});

const ORDER: readonly Verdict[] = ["error", "fail", "inconclusive", "pass"];

/** The gravest of several, with the sentences of that gravity. Nothing judged is inconclusive: never a pass without a measurement. */
export function worst(findings: readonly Finding[]): Finding {
  const verdict = ORDER.find((one) => findings.some((finding) => finding.verdict === one));
  if (!verdict)
    return {
      verdict: "inconclusive",
      why: "Nothing was judged: no limit is set, or there was nothing to compare with.",
    };
  const why = findings.filter((finding) => finding.verdict === verdict).map((finding) => finding.why);
  return { verdict, why: why.join(" ") };
}

/** A figure with at most two places. */
export const shown = (value: number): string => String(Number(value.toFixed(2)));

const pText = (chance: number): string => (chance < 0.0001 ? "< 0.0001" : `= ${Number(chance.toPrecision(2))}`);
