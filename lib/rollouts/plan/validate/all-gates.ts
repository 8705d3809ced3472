import type { PlanGate, RolloutPlan } from "@/lib/model/rollout-plan";
import type { Path } from "@/lib/policy/path";
import { stepPath } from "./plan-world";

/** Every gate of a plan, with the field of the draft that it comes from. */
export function allGates({ targets, startGate, promotionGate }: RolloutPlan): { gate: PlanGate; path: Path }[] {
  const own = targets.flatMap((target, at) =>
    target.steps.flatMap((step, i) => {
      if (!step.gate) return [];
      const path = target.strategy.kind === "steps" ? [...stepPath(target, at, i), "gate"] : ["gates", "spec"];
      return [{ gate: step.gate, path }];
    }),
  );
  const ends = [startGate, promotionGate].flatMap((gate) => (gate ? [{ gate, path: ["gates", "spec"] }] : []));
  return [...ends, ...own];
}
