import type { MtlsTarget, PlanTarget } from "@/lib/model/rollout-plan";
import type { World } from "@/lib/policy/world";
import type { PlaintextCaller } from "../../analysis/rollout-metrics";
import { type PlanRule, type Problem, problem, targetPath } from "./plan-world";

const LEAST_REASON = 10;

/** HED-RO-070..073: mutual TLS is asked of workloads that exist and have a proxy, and nobody who talks plaintext is locked out unawares. */
export const mtls: PlanRule = (plan, { world, plaintext }) =>
  plan.targets.flatMap((one, at): Problem[] =>
    one.target.kind === "mtls"
      ? [...selectionOf(one.target, at, world), ...lockedOut(one, one.target, at, plaintext?.get(one.id) ?? [])]
      : [],
  );

const whom = ({ app, namespace }: MtlsTarget): string =>
  app ? `app ${app} in ${namespace}` : `namespace ${namespace}`;

function selectionOf(target: MtlsTarget, at: number, world: World): Problem[] {
  const own = world.workloads.filter(
    (one) => one.namespace === target.namespace && (target.app === "" || one.app === target.app),
  );
  const problems: Problem[] = [];
  if (own.length === 0) {
    const path = targetPath(at, target.app ? "app" : "namespace");
    const fix = "Name an app or a namespace with workloads.";
    problems.push(problem("error", "HED-RO-070", path, `No workload of ${whom(target)} is known.`, fix));
  } else if (own.every((one) => !one.hasProxy)) {
    const message = `No workload of ${whom(target)} has a proxy, so nothing can ask for mutual TLS.`;
    problems.push(
      problem("error", "HED-RO-071", targetPath(at), message, "Give them a proxy first (npx heddle bootstrap)."),
    );
  }
  if (target.port !== null && target.app === "") {
    const fix = "Name the app, or leave the port out.";
    const message = "A port's own mode needs a selection of workloads.";
    problems.push(problem("error", "HED-RO-072", targetPath(at, "port"), message, fix));
  }
  return problems;
}

function lockedOut(
  { steps }: PlanTarget,
  target: MtlsTarget,
  at: number,
  callers: readonly PlaintextCaller[],
): Problem[] {
  const strict = steps.some((step) => step.kind === "setMtls" && step.mode === "strict");
  const overridden = (target.overridePlaintext?.trim().length ?? 0) >= LEAST_REASON;
  if (!strict || callers.length === 0 || overridden) return [];
  const named = callers.slice(0, 5).map((one) => (one.namespace ? `${one.namespace}/${one.name}` : one.name));
  const more = callers.length > named.length ? ` and ${callers.length - named.length} more` : "";
  const watched = steps.some((step) => step.kind === "bake" && step.bakeSec > 0);
  const message = `Plaintext callers of ${whom(target)} would be refused by STRICT: ${named.join(", ")}${more}.`;
  const fix =
    "Give them a proxy while the rollout watches; it waits for them. To refuse them knowingly, write overridePlaintext with a reason.";
  return [problem(watched ? "warning" : "error", "HED-RO-073", targetPath(at, "overridePlaintext"), message, fix)];
}
