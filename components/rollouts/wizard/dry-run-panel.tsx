"use client";

import { HealthGlyph } from "@/components/ui/health-glyph";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { describeError } from "@/lib/client/api-error";
import { clockMinutes, day, wholeTime } from "@/lib/client/format/time";
import type { Verdict } from "@/lib/model/analysis";
import { verdictLook } from "../phase-words";
import type { Wizard } from "./use-wizard";

const ORDER: readonly Verdict[] = ["pass", "fail", "inconclusive", "error"];
const FILL: Record<Verdict, string> = {
  pass: "bg-healthy-mark",
  fail: "bg-failing-mark",
  inconclusive: "bg-degraded-mark",
  error: "bg-unknown-mark",
};
const HEIGHT: Record<Verdict, string> = { pass: "h-2.5", inconclusive: "h-4", error: "h-4", fail: "h-6" };

/** What these limits would have said of the traffic that was: whether they blame a version that was well. */
export function DryRunPanel({ wizard }: { wizard: Wizard }) {
  const { dry, draft } = wizard;
  const title = "Tried on past traffic";
  if (draft.analysis.checks.length === 0 || draft.targets[0]?.target.kind !== "traffic") return null;
  if (!dry.data) {
    return (
      <Panel title={title} flush={dry.isPending}>
        {dry.isError ? (
          <Note tone="degraded" title={describeError(dry.error).what}>
            {describeError(dry.error).why} {describeError(dry.error).next}
          </Note>
        ) : (
          <SkeletonRows rows={2} label="Trying the limits" />
        )}
      </Panel>
    );
  }
  const { windows, counts, summary, from, to } = dry.data;
  const range = `${day(Date.parse(from))} ${clockMinutes(Date.parse(from))} to ${day(Date.parse(to))} ${clockMinutes(Date.parse(to))}`;
  return (
    <Panel title={title} caption={range}>
      <Stale when={dry.isPlaceholderData || dry.isFetching}>
        <p aria-live="polite" className="font-medium">
          {summary}
        </p>
        {windows.length > 0 ? (
          <div
            role="img"
            aria-label={`${windows.length} windows: ${ORDER.map((one) => `${counts[one] ?? 0} ${verdictLook(one).words.toLowerCase()}`).join(", ")}`}
            className="mt-3 flex h-7 items-end gap-px overflow-hidden border-b border-border-2"
          >
            {windows.map((window) => (
              <span
                key={window.id}
                title={`${wholeTime(Date.parse(window.to))}: ${verdictLook(window.verdict).words}. ${window.why}`}
                className={`min-w-px flex-1 ${FILL[window.verdict]} ${HEIGHT[window.verdict]}`}
              />
            ))}
          </div>
        ) : null}
        <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-text-2">
          {ORDER.filter((one) => (counts[one] ?? 0) > 0).map((one) => (
            <li key={one} className="flex items-center gap-1.5">
              <HealthGlyph status={verdictLook(one).status} label="" className="size-3" />
              {counts[one]} {verdictLook(one).words.toLowerCase()}
            </li>
          ))}
        </ul>
      </Stale>
    </Panel>
  );
}
