import { clockMinutesOn } from "@/lib/client/format/time";
import { versionSeries } from "@/lib/client/version-series";
import type { RolloutDetail } from "@/lib/model/rollout";
import type { PlanGate, PlanTarget, Step } from "@/lib/model/rollout-plan";
import type { Moment } from "../replay/moment";
import { candidateShare, shareText } from "../shares";
import { secondsWords, stepWords, wantedShare } from "../target-words";

/** A step as the time line draws it. */
export interface StepFacts {
  id: string;
  /** 1-based, over all targets */
  number: number;
  title: string;
  caption: string;
  state: "done" | "now" | "ahead" | "skipped";
  /** a person has to agree before it begins */
  gate: PlanGate | null;
  /** the run waits at this gate now */
  waiting: boolean;
  /** health of the current step, by the newest verdict */
  tone: "healthy" | "degraded" | "failing" | "accent";
  /** per cent; null: not about a share */
  wanted: number | null;
  measured: number | null;
  series: number;
}

const SHORT = { pass: "healthy", fail: "failing", inconclusive: "degraded", error: "degraded" } as const;

/** The steps of one target at a moment, in order. `from`: steps of the targets before it. */
export function stepFacts(target: PlanTarget, moment: Moment, from: number): StepFacts[] {
  const version = target.target.kind === "traffic" ? target.target.candidate.version : "";
  const series = version ? versionSeries(version, [version]) : 1;
  let share = 0;
  return target.steps.map((step, i) => {
    const progress = moment.progress.find((one) => one.stepId === step.id);
    share = wantedShare(step) ?? share;
    const entered = progress?.state === "current" || progress?.state === "done";
    const waiting = moment.run.phase === "gate" && moment.run.stepId === step.id;
    const state =
      progress?.state === "done"
        ? "done"
        : progress?.state === "current"
          ? "now"
          : progress?.state === "skipped"
            ? "skipped"
            : "ahead";
    const measured =
      progress && entered ? candidateShare(progress.observed, { id: target.id, candidate: version }) : null;
    const isShare = target.target.kind === "traffic";
    return {
      id: step.id,
      number: from + i + 1,
      title: stepWords(step),
      caption: caption(step, { progress, entered: Boolean(entered) && !waiting, waiting, measured }),
      state,
      gate: step.gate,
      waiting,
      tone: progress?.verdict ? SHORT[progress.verdict] : "accent",
      wanted: isShare ? share : null,
      measured,
      series,
    };
  });
}

function caption(
  step: Step,
  at: {
    progress: Moment["progress"][number] | undefined;
    entered: boolean;
    waiting: boolean;
    measured: number | null;
  },
): string {
  if (at.waiting) return "waits for approval";
  if (at.progress?.state === "skipped") return "skipped";
  if (at.entered && at.progress?.enteredAt) {
    const since = clockMinutesOn(Date.parse(at.progress.enteredAt));
    return at.measured === null ? since : `${since}, measured ${shareText(at.measured)}%`;
  }
  if (step.gate) return `needs ${approvals(step.gate)}`;
  return bakeWords(step);
}

/** "1 approval", "3 approvals". */
export function approvals(gate: PlanGate): string {
  const count = gate.rules.reduce((sum, rule) => sum + rule.min, 0);
  return count === 1 ? "1 approval" : `${count} approvals`;
}

/** How long a step is watched: "10 min, 1,000 requests". */
export function bakeWords(step: Pick<Step, "bakeSec" | "minRequests">): string {
  const parts = [
    step.bakeSec > 0 ? `bake ${secondsWords(step.bakeSec)}` : "",
    step.minRequests > 0 ? `${step.minRequests.toLocaleString("en-US")} requests` : "",
  ].filter(Boolean);
  return parts.join(", ") || "at once";
}

/** Everything that stands after the last step: promotion, and its gate. */
export function promotionFacts(detail: Pick<RolloutDetail, "plan">, moment: Moment): StepFacts {
  const { plan } = detail;
  const count = plan.targets.reduce((sum, one) => sum + one.steps.length, 0);
  const { phase } = moment.run;
  const waiting = phase === "gate" && moment.run.stepId === "@promoted";
  const state = phase === "succeeded" ? "done" : phase === "promoting" || phase === "cleanup" ? "now" : "ahead";
  return {
    id: "@promoted",
    number: count + 1,
    title: "Promote",
    caption: waiting
      ? "waits for approval"
      : state === "ahead" && plan.promotionGate
        ? `needs ${approvals(plan.promotionGate)}`
        : state === "done"
          ? "is the stable side"
          : "becomes the stable side",
    state,
    gate: plan.promotionGate,
    waiting,
    tone: "accent",
    wanted: null,
    measured: null,
    series: 1,
  };
}
