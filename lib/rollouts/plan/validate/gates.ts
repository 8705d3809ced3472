import { type Actor, Role } from "@/lib/model/actor";
import { holdsRole } from "@/lib/model/grants";
import type { PlanGate, RolloutPlan } from "@/lib/model/rollout-plan";
import type { Path } from "@/lib/policy/path";
import { quorum, type Voter } from "../../gates/quorum";
import { mirrorsWrites } from "../expand-strategy";
import { allGates } from "./all-gates";
import { type PlanRule, type Problem, problem, stepPath } from "./plan-world";

/** HED-RO-050..052: every gate can be satisfied by the people there are, and what may do harm stands behind one. */
export const gates: PlanRule = (plan, { people, author }) => [
  ...allGates(plan).flatMap(({ gate, path }) => satisfiable(gate, path, plan, people, author)),
  ...plan.targets.flatMap((target, at) =>
    target.steps.flatMap((step, i): Problem[] =>
      step.kind === "mirror" && mirrorsWrites(step.methods) && !step.gate
        ? [
            problem(
              "error",
              "HED-RO-052",
              stepPath(target, at, i),
              "Requests that may change something are mirrored without a gate: each would be carried out twice.",
              "Mirror GET and HEAD only, or put a gate before it (gates.unsafeMirror: true).",
            ),
          ]
        : [],
    ),
  ),
];

function satisfiable(
  gate: PlanGate,
  path: Path,
  plan: RolloutPlan,
  people: readonly Actor[] | null,
  author: string | null,
): Problem[] {
  const empty = gate.rules.findIndex(({ roles, users }) => roles.length === 0 && users.length === 0);
  if (empty >= 0) {
    return [
      problem(
        "error",
        "HED-RO-050",
        [...path, "rules", empty],
        `The gate ${gate.title} asks for somebody but names no role and no person.`,
        "Name a role, e.g. approver, or people.",
      ),
    ];
  }
  if (!people) return [];
  const voters = people.filter((one) => gate.allowSelf || one.id !== author).map((one) => voterOf(one, plan));
  const counts = quorum(gate, voters);
  const unmet = counts.find(({ met }) => !met);
  const rule = unmet && gate.rules[unmet.rule];
  if (!unmet || !rule) return [];
  const seats = gate.rules.reduce((sum, { min }) => sum + min, 0);
  const wanted = [...rule.roles.map((role) => `role ${role}`), ...rule.users].join(" or ");
  const self = gate.allowSelf ? "" : " besides the author, who may not approve the own plan";
  return [
    problem(
      "error",
      "HED-RO-051",
      [...path, "rules", unmet.rule],
      `Nobody can satisfy the gate ${gate.title}: it asks for ${seats} distinct ${seats === 1 ? "person" : "people"}, and too few with ${wanted} are known${self}.`,
      "Add people with that role in these namespaces, ask for fewer, or name others.",
    ),
  ];
}

/** Somebody with the roles that hold in every namespace of the plan. */
function voterOf(actor: Actor, { targets }: RolloutPlan): Voter {
  const roles = Role.options.filter((role) => targets.every(({ target }) => holdsRole(actor, role, target.namespace)));
  return { id: actor.id, name: actor.name, roles };
}
