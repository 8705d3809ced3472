import { planSteps, type RolloutPlan } from "@/lib/model/rollout-plan";
import { stepWords } from "./target-words";

/** A sentence of the record with its step ids in words: "t1-3-weight-100 is done" is "100% is done". */
export function withStepNames(plan: Pick<RolloutPlan, "targets">, text: string): string {
  // Longer ids first: t1-1-weight-10 is the beginning of t1-1-weight-100.
  const steps = planSteps(plan).sort((a, b) => b.step.id.length - a.step.id.length);
  return steps.reduce((words, { step }) => words.replaceAll(step.id, stepWords(step)), text);
}
