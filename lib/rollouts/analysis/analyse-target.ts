import type { AnalysisPolicy, AnalysisResult } from "@/lib/model/analysis";
import type { PlanTarget } from "@/lib/model/rollout-plan";
import { analyse } from "./analyse";
import { checkPlaintext } from "./check-plaintext";
import { worst } from "./judge";
import type { MeasuredSides } from "./rollout-metrics";

export interface TargetAnalysisInput {
  policy: AnalysisPolicy;
  target: PlanTarget;
  /** the step that is applied */
  stepId: string;
  sides: MeasuredSides;
  /** how many times the step was looked at, this one included */
  look: number;
}

/**
 * Judges one window of a target: traffic by the policy's checks against stable; mutual TLS by its absolute checks, and, at the step before STRICT, by who still
 * talks plaintext. See analyse.
 */
export function analyseTarget({ policy, target, stepId, sides, look }: TargetAnalysisInput): AnalysisResult {
  const { stable, canary, blind } = sides;
  if (target.target.kind === "traffic") return analyse({ policy, stable, canary, look, blind });
  if (blind !== null) return { verdict: "error", checks: [], why: blind };
  const figures = policy.checks.length > 0 ? analyse({ policy, stable: null, canary, look }).checks : [];
  const checks = watchesPlaintext(target, stepId) ? [...figures, checkPlaintext(target.target, sides)] : figures;
  const { verdict, why } = worst(
    checks.map((check) => ({ verdict: check.verdict, why: `${check.title}: ${check.why}` })),
  );
  return { verdict, checks, why };
}

/** Whether the next change of the target is STRICT. */
export function watchesPlaintext({ target, steps }: PlanTarget, stepId: string): boolean {
  if (target.kind !== "mtls") return false;
  const after = steps.slice(steps.findIndex(({ id }) => id === stepId) + 1);
  return after[0]?.kind === "setMtls" && after[0].mode === "strict";
}
