"use client";

import { TimeText } from "@/components/policies/time-text";
import { clockOn, wholeTime } from "@/lib/client/format/time";
import { useNow } from "@/lib/client/use-now";
import { type RolloutSummary, TERMINAL_PHASES } from "@/lib/model/rollout";

/** What happens next if nobody does anything, and when; for a finished run when it ended. */
export function NextWords({ rollout }: { rollout: RolloutSummary }) {
  if (TERMINAL_PHASES.includes(rollout.run.phase)) {
    return rollout.endedAt ? (
      <span className="text-text-3">
        ended <TimeText iso={rollout.endedAt} />
      </span>
    ) : (
      <span className="text-text-3">–</span>
    );
  }
  if (!rollout.next) return <span className="text-text-3">waits for a person</span>;
  return (
    <span className="block truncate text-text-2" title={rollout.next.what}>
      {rollout.next.at ? (
        <>
          <Until iso={rollout.next.at} />:{" "}
        </>
      ) : null}
      {rollout.next.what}
    </span>
  );
}

/** "in 40 s", "in 3 min" and from an hour on the clock, with the day when it is not today; "now" when it is due. */
export function untilWords(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1000);
  if (seconds <= 1) return "now";
  if (seconds < 100) return `in ${seconds} s`;
  if (seconds < 3600) return `in ${Math.round(seconds / 60)} min`;
  return `at ${clockOn(atMs, nowMs)}`;
}

/** A moment to come. */
export function Until({ iso }: { iso: string }) {
  const now = useNow(1000);
  const at = Date.parse(iso);
  return (
    <time
      dateTime={iso}
      title={wholeTime(at)}
      className="font-medium tabular-nums text-text-1"
      suppressHydrationWarning
    >
      {now ? untilWords(at, now) : ""}
    </time>
  );
}
