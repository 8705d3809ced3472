import { defaultRules, type PlanGate } from "@/lib/model/rollout-plan";
import { allGates } from "./all-gates";
import { type PlanRule, problem } from "./plan-world";

const FIX = "Leave gates.spec.rules out: Heddle then asks for as many as the risk calls for.";

/**
 * HED-RO-053: where mutual TLS or production is at stake, fewer agree than would by default, or the author may be one of them. A warning: a plan is
 * its author's, and who starts or approves it sees this.
 */
export const weakGates: PlanRule = (plan, { environment }) => {
  const wanted = peopleOf(defaultRules(plan.targets, environment ?? undefined));
  if (wanted < 2) return [];
  const stake = environment === "production" ? "In production" : "For mutual TLS";
  const gates = allGates(plan);
  if (gates.length === 0) {
    return [
      problem(
        "warning",
        "HED-RO-053",
        ["gates"],
        `${stake} ${wanted} people agree by default; here nobody is asked.`,
        FIX,
      ),
    ];
  }
  return gates.flatMap(({ gate, path }) => {
    const says = weakness(gate, wanted);
    return says
      ? [problem("warning", "HED-RO-053", path, `${stake} ${wanted} people agree by default; ${says}.`, FIX)]
      : [];
  });
};

function weakness({ title, rules, allowSelf }: PlanGate, wanted: number): string | null {
  const asked = peopleOf(rules);
  if (asked < wanted) return `the gate ${title} asks for ${asked}`;
  return allowSelf ? `at the gate ${title} the author may be one of them` : null;
}

const peopleOf = (rules: readonly { min: number }[]): number => rules.reduce((sum, { min }) => sum + min, 0);
