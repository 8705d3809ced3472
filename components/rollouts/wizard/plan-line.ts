import { versionSeries } from "@/lib/client/version-series";
import type { PlanTarget, RolloutPlan } from "@/lib/model/rollout-plan";
import { approvals, bakeWords, type StepFacts } from "../run/step-facts";
import { stepWords, wantedShare } from "../target-words";

/** The steps of a plan that has not run, as the time line draws them. */
export function planLine(plan: RolloutPlan, target: PlanTarget): StepFacts[] {
  const version = target.target.kind === "traffic" ? target.target.candidate.version : "";
  let share = 0;
  const steps = target.steps.map((step, i): StepFacts => {
    share = wantedShare(step) ?? share;
    return {
      id: step.id,
      number: i + 1,
      title: stepWords(step),
      caption: step.gate ? `needs ${approvals(step.gate)}` : bakeWords(step),
      state: "ahead",
      gate: step.gate,
      waiting: false,
      tone: "accent",
      wanted: target.target.kind === "traffic" ? share : null,
      measured: null,
      series: versionSeries(version, [version]),
    };
  });
  const { promotionGate } = plan;
  return [
    ...steps,
    {
      id: "@promoted",
      number: steps.length + 1,
      title: "Promote",
      caption: promotionGate ? `needs ${approvals(promotionGate)}` : "becomes the stable side",
      state: "ahead",
      gate: promotionGate,
      waiting: false,
      tone: "accent",
      wanted: null,
      measured: null,
      series: 1,
    },
  ];
}
