import type { StoredAnalysis } from "@/lib/model/analysis";
import {
  type RolloutDetail,
  type RolloutEvent,
  type RolloutEvidence,
  type RolloutPhase,
  type RolloutRun,
  type StepProgress,
  TERMINAL_PHASES,
  type VersionShare,
} from "@/lib/model/rollout";
import { withStepNames } from "../step-names";

/** What a run was at one moment: all that its page draws. Live and replay give the same shape. */
export interface Moment {
  /** epoch ms; null: now */
  atMs: number | null;
  run: Pick<RolloutRun, "phase" | "reason" | "reasonText" | "stepId" | "desired" | "observed" | "alarm">;
  progress: readonly StepProgress[];
  /** oldest first */
  analyses: readonly StoredAnalysis[];
  /** newest first */
  events: readonly RolloutEvent[];
}

/** All windows known of a run, oldest first: the kept ones, and the newest that the page already has. */
function windowsOf(detail: RolloutDetail, evidence: RolloutEvidence | undefined): StoredAnalysis[] {
  const byId = new Map([...(evidence?.analyses ?? []), ...detail.analyses].map((one) => [one.id, one]));
  return [...byId.values()].sort((a, b) => a.to.localeCompare(b.to));
}

/** All events known of a run, newest first. */
function eventsOf(detail: RolloutDetail, evidence: RolloutEvidence | undefined): RolloutEvent[] {
  const byId = new Map([...(evidence?.events ?? []), ...detail.events].map((one) => [one.id, one]));
  return [...byId.values()]
    .map((one) => ({ ...one, text: withStepNames(detail.plan, one.text) }))
    .sort((a, b) => b.at.localeCompare(a.at) || b.stepSeq - a.stepSeq);
}

/** The run now. */
export function liveMoment(detail: RolloutDetail, evidence: RolloutEvidence | undefined): Moment {
  return {
    atMs: null,
    run: { ...detail.run, reasonText: withStepNames(detail.plan, detail.run.reasonText) },
    progress: detail.progress,
    analyses: windowsOf(detail, evidence),
    events: eventsOf(detail, evidence),
  };
}

/** The run as it was at `atMs`, told by its events and kept evidence alone. */
export function momentAt(detail: RolloutDetail, evidence: RolloutEvidence | undefined, atMs: number): Moment {
  const until = <T>(list: readonly T[], time: (one: T) => string) =>
    list.filter((one) => Date.parse(time(one)) <= atMs);
  const all = eventsOf(detail, evidence);
  const events = until(all, (one) => one.at);
  const analyses = until(windowsOf(detail, evidence), (one) => one.to);
  const phase = events.find((one) => one.toPhase !== null)?.toPhase ?? all.at(-1)?.fromPhase ?? "validated";
  const ended = events.length === all.length && TERMINAL_PHASES.includes(detail.run.phase);
  return {
    atMs,
    run: ended
      ? detail.run
      : {
          phase,
          reason: reasonAt(events, phase),
          reasonText: events[0]?.text ?? "",
          stepId: events[0]?.stepId ?? "",
          desired: lastShares(events, "desired"),
          observed: lastShares(events, "observed"),
          alarm: null,
        },
    progress: detail.progress.map((step) => progressAt(step, events, analyses, atMs)),
    analyses,
    events,
  };
}

/** Why it stood still or went back: told by the event that led to the phase. */
function reasonAt(events: readonly RolloutEvent[], phase: RolloutPhase): RolloutRun["reason"] {
  if (phase !== "paused" && phase !== "rollingBack" && phase !== "rolledBack") return "";
  const kind = events.find((one) => one.toPhase !== null && one.toPhase !== one.fromPhase)?.kind ?? "";
  const known: Record<string, RolloutRun["reason"]> = {
    pause: "user",
    foreignChange: "conflict",
    fail: "failed",
    abort: "aborted",
    rollback: "rollback",
    gateRejected: "rejected",
    gateExpired: "expired",
    inconclusive: "inconclusive",
  };
  return known[kind] ?? "";
}

const lastShares = (events: readonly RolloutEvent[], which: "desired" | "observed"): VersionShare[] =>
  events.find((one) => one[which].length > 0)?.[which] ?? [];

function progressAt(
  step: StepProgress,
  events: readonly RolloutEvent[],
  analyses: readonly StoredAnalysis[],
  atMs: number,
): StepProgress {
  const entered = step.enteredAt !== null && Date.parse(step.enteredAt) <= atMs;
  if (!entered) return { ...step, state: "ahead", enteredAt: null, leftAt: null, observed: [], verdict: null };
  const left = step.leftAt !== null && Date.parse(step.leftAt) <= atMs;
  const own = events.filter((one) => one.stepId === step.stepId);
  return {
    ...step,
    state: left ? (step.state === "skipped" ? "skipped" : "done") : "current",
    leftAt: left ? step.leftAt : null,
    observed: left ? step.observed : lastShares(own, "observed"),
    verdict: analyses.findLast((one) => one.stepId === step.stepId)?.verdict ?? null,
  };
}

/** The moments worth stopping at, oldest first, in epoch ms. */
export function stopsOf(detail: RolloutDetail, evidence: RolloutEvidence | undefined): number[] {
  return [...new Set(eventsOf(detail, evidence).map((one) => Date.parse(one.at)))].sort((a, b) => a - b);
}
