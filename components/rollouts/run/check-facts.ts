import type { TimeRow } from "@/components/charts/time-chart";
import { duration } from "@/lib/client/format/duration";
import type { FigureParts } from "@/lib/client/format/figure";
import { count, significant } from "@/lib/client/format/significant";
import type { CheckResult, StoredAnalysis, Verdict } from "@/lib/model/analysis";

/** One window of a check in a chart; null is a gap. */
export interface CheckRow extends TimeRow {
  stable: number | null;
  canary: number | null;
}

/** What became of a check in one window. */
export interface CheckWindow {
  id: string;
  atMs: number;
  stepId: string;
  verdict: Verdict;
  tooFew: boolean;
}

/** A check over all windows so far, ready to draw. */
export interface CheckFacts {
  id: string;
  title: string;
  unit: CheckResult["unit"];
  latest: CheckResult;
  stable: number | null;
  canary: number | null;
  limit: number | null;
  rows: CheckRow[];
  windows: CheckWindow[];
}

/** Success is drawn as errors: near 100 per cent nothing can be seen. */
const isErrors = (check: CheckResult) => check.metric === "successRate" && check.unit === "percent";
const flip = (check: CheckResult, value: number | null) =>
  value === null ? null : isErrors(check) ? Math.max(0, 100 - value) : value;

/** Whether nothing could be told because one side had too few requests. */
export const tooFew = (check: CheckResult, minSamples: number): boolean =>
  check.verdict === "inconclusive" && Math.min(check.stableSamples, check.canarySamples) < minSamples;

/** The checks of a run in the order they were first made. */
export function checkFacts(analyses: readonly StoredAnalysis[], minSamples: number): CheckFacts[] {
  const facts = new Map<string, CheckFacts>();
  for (const window of analyses) {
    for (const check of window.checks) {
      const id = `${check.metric} ${check.title}`;
      const atMs = Date.parse(window.to);
      const known = facts.get(id) ?? {
        id,
        title: isErrors(check) ? "Errors" : capital(check.title),
        unit: check.unit,
        latest: check,
        stable: null,
        canary: null,
        limit: null,
        rows: [],
        windows: [],
      };
      known.latest = check;
      known.stable = flip(check, check.stable);
      known.canary = flip(check, check.canary);
      known.limit = flip(check, check.limit);
      known.rows.push({ atMs, partial: false, stable: known.stable, canary: known.canary });
      known.windows.push({
        id: window.id,
        atMs,
        stepId: window.stepId,
        verdict: check.verdict,
        tooFew: tooFew(check, minSamples),
      });
      facts.set(id, known);
    }
  }
  return [...facts.values()];
}

const capital = (text: string) => (/^p\d/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1));

/** A figure of a check with its unit. */
export function checkFigure(unit: CheckResult["unit"], value: number | null): FigureParts {
  if (value === null) return { value: "–", unit: "" };
  if (unit === "ms") return duration(value);
  if (unit === "percent") return { value: percentText(value), unit: "%" };
  if (unit === "ratio") return { value: significant(value), unit: "×" };
  return { value: count(value), unit: "requests" };
}

function percentText(value: number): string {
  if (value > 0 && value < 0.1) return "< 0.1";
  return value.toFixed(value < 9.95 ? 1 : 0).replace(/\.0$/, "");
}

/** Measured share of the new side in each window, per cent. */
export function shareRows(analyses: readonly StoredAnalysis[]): { atMs: number; measured: number | null }[] {
  return analyses.map(({ to, stable, canary }) => {
    const all = stable.requests + canary.requests;
    return { atMs: Date.parse(to), measured: all > 0 ? (canary.requests / all) * 100 : null };
  });
}
