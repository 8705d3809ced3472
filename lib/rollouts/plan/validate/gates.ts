import type { PlanGate, RolloutPlan } from "@/lib/model/rollout-plan";
import type { Path } from "@/lib/policy/path";
import { mirrorsWrites } from "../expand-strategy";
import { type PersonFact, type PlanRule, type Problem, problem, stepPath } from "./plan-world";

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

function allGates({ targets, startGate, promotionGate }: RolloutPlan): { gate: PlanGate; path: Path }[] {
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

function satisfiable(
  gate: PlanGate,
  path: Path,
  plan: RolloutPlan,
  people: readonly PersonFact[] | null,
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
  const namespaces = plan.targets.map(({ target }) => target.namespace);
  const covers = (one: PersonFact) =>
    one.namespaces === null || namespaces.every((name) => one.namespaces?.includes(name));
  const eligible = people.filter((one) => covers(one) && (gate.allowSelf || one.id !== author));
  const seats = gate.rules.flatMap((rule, at) => Array.from({ length: rule.min }, () => ({ rule, at })));
  const unfilled =
    seats[unfilledSeat(seats.map(({ rule }) => eligible.filter((one) => fits(one, rule)).map(({ id }) => id)))];
  if (!unfilled) return [];
  const { rule, at } = unfilled;
  const wanted = [...rule.roles.map((role) => `role ${role}`), ...rule.users].join(" or ");
  const self = gate.allowSelf ? "" : " besides the author, who may not approve the own plan";
  return [
    problem(
      "error",
      "HED-RO-051",
      [...path, "rules", at],
      `Nobody can satisfy the gate ${gate.title}: it asks for ${seats.length} distinct ${seats.length === 1 ? "person" : "people"}, and too few with ${wanted} are known${self}.`,
      "Add people with that role in these namespaces, ask for fewer, or name others.",
    ),
  ];
}

const fits = (person: PersonFact, rule: PlanGate["rules"][number]): boolean =>
  rule.users.includes(person.id) || person.roles.some((role) => rule.roles.includes(role) || role === "admin");

/** Index of a seat that stays empty when each person takes one at most; -1: all can be filled. Kuhn's augmenting paths. */
function unfilledSeat(wanted: readonly (readonly string[])[]): number {
  const seatOf = new Map<string, number>();
  const place = (seat: number, tried: Set<string>): boolean =>
    (wanted[seat] ?? []).some((person) => {
      if (tried.has(person)) return false;
      tried.add(person);
      const taken = seatOf.get(person);
      if (taken !== undefined && !place(taken, tried)) return false;
      seatOf.set(person, seat);
      return true;
    });
  return wanted.findIndex((_, seat) => !place(seat, new Set()));
}
