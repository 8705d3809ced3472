import type { Finding } from "@/lib/model/finding";
import type { RolloutPlan } from "@/lib/model/rollout-plan";
import { analysisPolicy } from "./analysis-policy";
import { foreignOwners } from "./foreign-owners";
import { gates } from "./gates";
import { mtls } from "./mtls";
import { overlap } from "./overlap";
import { type PlanRule, type PlanWorld, toFinding } from "./plan-world";
import { steering } from "./steering";
import { stepOrder } from "./step-order";
import { proxies, versions } from "./versions";
import { weakGates } from "./weak-gates";

const RULES: readonly PlanRule[] = [
  versions,
  proxies,
  stepOrder,
  steering,
  overlap,
  foreignOwners,
  gates,
  weakGates,
  analysisPolicy,
  mtls,
];

/**
 * Everything that is wrong with a plan, errors first. An error means: it is refused. Each finding names the field (`path`, as the draft writes
 * it) and the remedy. Codes: HED-RO-0xx, one block a rule.
 */
export function validatePlan(plan: RolloutPlan, world: PlanWorld): Finding[] {
  const order = { error: 0, warning: 1, info: 2 };
  return RULES.flatMap((rule) => rule(plan, world))
    .map((one) => toFinding(plan, one))
    .sort((a, b) => order[a.severity] - order[b.severity]);
}
