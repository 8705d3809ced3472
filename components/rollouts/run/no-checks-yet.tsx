import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import type { AnalysisCheck } from "@/lib/model/analysis";
import type { RolloutDetail } from "@/lib/model/rollout";
import type { Moment } from "../replay/moment";
import { secondsWords } from "../target-words";

/** What will be checked, before the first window was looked at; and why there is nothing to see when the figures did not come. */
export function NoChecksYet({ detail, moment }: { detail: RolloutDetail; moment: Moment }) {
  const { checks, intervalSec, warmUpSec, minSamples } = detail.plan.analysis;
  const lost = moment.analyses.findLast((one) => one.stepId === moment.run.stepId && one.verdict === "error");
  const started = moment.progress.some((one) => one.enteredAt !== null);
  return (
    <Panel
      title="Checks"
      caption={lost ? "no figures to judge by" : started ? "no window was looked at yet" : "from the first step on"}
    >
      {lost ? (
        <Note tone="degraded" title="The last window could not be read." className="mb-2.5">
          {lost.why} It is asked again by itself.
        </Note>
      ) : null}
      {checks.length === 0 ? (
        <p className="text-text-2">This plan has no checks: only people stop it.</p>
      ) : (
        <>
          <ul className="grid gap-1">
            {checks.map((check) => (
              <li key={checkWords(check)}>{checkWords(check)}</li>
            ))}
          </ul>
          <p className="mt-2 text-xs text-text-3">
            Every {secondsWords(intervalSec)},{" "}
            {warmUpSec > 0 ? `${secondsWords(warmUpSec)} after a step was seen, ` : ""}
            with at least {minSamples.toLocaleString("en-US")} requests on each side.
          </p>
        </>
      )}
    </Panel>
  );
}

/** "Errors at most 1%, at most 1 point above stable". */
export function checkWords(check: AnalysisCheck): string {
  if (check.metric === "successRate") {
    const parts = [
      check.minPercent === null ? "" : `at most ${trim(100 - check.minPercent)}%`,
      check.maxDropPercent === null
        ? ""
        : `at most ${trim(check.maxDropPercent)} ${check.maxDropPercent === 1 ? "point" : "points"} above stable`,
    ];
    return `Errors ${parts.filter(Boolean).join(", ") || "compared with stable"}`;
  }
  const parts = [
    check.maxMs === null ? "" : `at most ${trim(check.maxMs)} ms`,
    check.maxRatio === null ? "" : `at most ${trim(check.maxRatio)}× stable`,
  ];
  return `${check.quantile} latency ${parts.filter(Boolean).join(", ") || "compared with stable"}`;
}

const trim = (value: number) => String(Math.round(value * 1000) / 1000);
