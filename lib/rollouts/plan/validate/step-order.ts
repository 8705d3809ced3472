import type { PlanTarget, Step } from "@/lib/model/rollout-plan";
import { regexFault } from "@/lib/policy/validate/regex-fault";
import { type PlanRule, type Problem, problem, stepPath } from "./plan-world";

/** HED-RO-020..027: steps go forward, each says something, and their names are their own. */
export const stepOrder: PlanRule = (plan) => [
  ...doubledIds(plan.targets),
  ...plan.targets.flatMap((target, at) => [
    ...orderOf(target, at),
    ...target.steps.flatMap((step, i) => matchOf(target, at, step, i)),
  ]),
];

function doubledIds(targets: readonly PlanTarget[]): Problem[] {
  const seen = new Set<string>();
  return targets.flatMap((target, at) =>
    target.steps.flatMap((step, i): Problem[] => {
      const ids = step.gate ? [step.id, step.gate.id] : [step.id];
      const doubled = ids.filter((id) => seen.has(id));
      for (const id of ids) seen.add(id);
      return doubled.map((id) =>
        problem(
          "error",
          "HED-RO-020",
          stepPath(target, at, i),
          `The id ${id} is used twice in this plan.`,
          "Give every step and gate an id of its own.",
        ),
      );
    }),
  );
}

/** What the steps before one have led to. */
interface Reached {
  weight: number;
  permissive: boolean;
}

function orderOf(target: PlanTarget, at: number): Problem[] {
  const problems: Problem[] = [];
  const reached: Reached = { weight: 0, permissive: false };
  target.steps.forEach((step, i) => {
    for (const [code, message, fix] of stepFaults(step, target.target.kind, reached)) {
      problems.push(problem("error", code, stepPath(target, at, i), message, fix));
    }
    if (step.kind === "setWeight") reached.weight = Math.max(reached.weight, step.weight);
    if (step.kind === "switch") reached.weight = 100;
    if (step.kind === "setMtls") reached.permissive = true;
  });
  const { weight } = reached;
  if (weight > 0 && weight < 100) {
    const message = `The steps end at ${weight} %; promotion then moves the other ${100 - weight} % at once.`;
    const fix = "Add steps up to 100 to watch them too.";
    problems.push(problem("warning", "HED-RO-025", stepPath(target, at, target.steps.length - 1), message, fix));
  }
  return problems;
}

type Fault = [code: string, message: string, fix: string];

function stepFaults(step: Step, kind: "traffic" | "mtls", { weight, permissive }: Reached): Fault[] {
  const faults: Fault[] = [];
  switch (step.kind) {
    case "setWeight":
      if (step.weight <= weight) {
        const fix = "Write the weights in rising order, from above 0 to 100.";
        faults.push(["HED-RO-021", `Weight ${step.weight} comes after ${weight}; steps only go forward.`, fix]);
      }
      break;
    case "switch":
      if (weight >= 100)
        faults.push(["HED-RO-021", "All traffic is there already when the switch comes.", "Leave it out."]);
      break;
    case "mirror":
      if (weight > 0) {
        const fix = "Mirror first: it shows faults before anyone feels them.";
        faults.push(["HED-RO-022", `Mirroring comes after ${weight} % of real traffic was sent.`, fix]);
      }
      if (step.percent === 0)
        faults.push(["HED-RO-023", "A mirror of 0 % copies nothing.", "Give it 1 to 100 per cent."]);
      break;
    case "setMtls":
      if (kind === "traffic")
        faults.push(["HED-RO-027", "A setMtls step needs a target of kind mtls.", "Make it a target of its own."]);
      else if (step.mode === "strict" && !permissive) {
        const fix = "Set permissive first and watch who still talks plaintext.";
        faults.push(["HED-RO-024", "STRICT comes without a permissive stage before it.", fix]);
      }
      return faults;
    case "gate":
    case "bake":
    case "analysis":
      return faults;
  }
  if (kind === "mtls")
    faults.push([
      "HED-RO-027",
      `A step ${step.kind} moves traffic, but the target is mTLS.`,
      "Use setMtls steps here.",
    ]);
  return faults;
}

function matchOf(target: PlanTarget, at: number, step: Step, i: number): Problem[] {
  if (step.kind !== "headerMatch" && step.kind !== "cookieMatch") return [];
  const path = [...stepPath(target, at, i), "match"];
  const { name, op, value } = step.match;
  const problems: Problem[] = [];
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
    problems.push(
      problem(
        "error",
        "HED-RO-026",
        [...path, "name"],
        `${JSON.stringify(name)} is no name of a ${step.kind === "headerMatch" ? "header" : "cookie"}.`,
        "Use letters, digits and dashes.",
      ),
    );
  }
  if (op !== "present" && value === "")
    problems.push(
      problem(
        "error",
        "HED-RO-026",
        [...path, "value"],
        "The match compares with nothing.",
        "Write a value, or op: present.",
      ),
    );
  if (step.kind === "cookieMatch" && op !== "exact")
    problems.push(
      problem("error", "HED-RO-026", [...path, "op"], "A cookie is compared as a whole.", "Write op: exact."),
    );
  const fault = op === "regex" ? regexFault(value) : null;
  if (fault)
    problems.push(
      problem(
        "error",
        "HED-RO-026",
        [...path, "value"],
        `The expression is not RE2: ${fault}`,
        "Correct it, or use exact or prefix.",
      ),
    );
  return problems;
}
