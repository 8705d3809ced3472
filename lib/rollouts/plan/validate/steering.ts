import { isHeddleError } from "@/lib/model/heddle-error";
import {
  type PlanTarget,
  PROMOTED_STEP,
  planSteps,
  type RolloutPlan,
  type TrafficTarget,
} from "@/lib/model/rollout-plan";
import { parseObject } from "@/lib/policy/parse-object";
import { sameKey } from "@/lib/policy/world";
import { desiredState, type PlannedObject, steeredService } from "../desired-state";
import { managedKeys, trafficKeys } from "../managed-keys";
import { type SteeredRoute, steeredRoutes } from "../steered-routes";
import { type PlanRule, type Problem, problem, stepPath, targetPath } from "./plan-world";

/** HED-RO-040..044: the objects there are can be steered at every step, and steering them moves traffic. */
export const steering: PlanRule = (plan, { config }) => {
  const baseline = managedKeys(plan, config).map((key) => ({
    key,
    yaml: config.find((one) => sameKey(one.key, key))?.yaml ?? null,
  }));
  return [
    ...triedSteps(plan, baseline),
    ...plan.targets.flatMap(({ target }, at) => (target.kind === "traffic" ? routesOf(target, at, baseline) : [])),
  ];
};

/** The first step whose objects cannot be written. */
function triedSteps(plan: RolloutPlan, baseline: readonly PlannedObject[]): Problem[] {
  const last = plan.targets.at(-1);
  const ends: { target: PlanTarget; step: { id: string } }[] = last
    ? [{ target: last, step: { id: PROMOTED_STEP } }]
    : [];
  for (const { target, step } of [...planSteps(plan), ...ends]) {
    try {
      desiredState(plan, step.id, baseline);
    } catch (error) {
      if (!isHeddleError(error)) throw error;
      const nth = target.steps.findIndex(({ id }) => id === step.id);
      const path = stepPath(target, plan.targets.indexOf(target), nth < 0 ? target.steps.length - 1 : nth);
      return [problem("error", "HED-RO-040", path, `${error.what} ${error.why}`, error.next)];
    }
  }
  return [];
}

function routesOf(target: TrafficTarget, at: number, baseline: readonly PlannedObject[]): Problem[] {
  const service = steeredService(target);
  const problems: Problem[] = [];
  const names: string[] = [];
  let steers = false;
  for (const key of trafficKeys(target, baseline).filter(({ plural }) => plural === "virtualservices")) {
    const yaml = baseline.find((one) => sameKey(one.key, key))?.yaml ?? null;
    const object = yaml === null ? null : parseObject(yaml, { namespace: key.namespace }).object;
    const routes = object?.kind === "VirtualService" ? steeredRoutes(object, key.namespace, service) : [];
    steers ||= yaml === null || routes.length > 0;
    names.push(...routes.flatMap(({ route }) => route.name ?? []));
    problems.push(...routes.flatMap((route) => weightsOf(route, `${key.namespace}/${key.name}`, at)));
  }
  const missing = target.routes.filter((route) => !names.includes(route));
  for (const route of missing) {
    const message = `No route ${route} sends to ${target.service} ${target.stable.version}.`;
    const others = names.length > 0 ? `Routes that do: ${names.join(", ")}. ` : "";
    const fix = `${others}Leave routes out to steer every route of the stable version.`;
    problems.push(problem("error", "HED-RO-044", targetPath(at, "routes"), message, fix));
  }
  if (!steers && missing.length === 0) {
    const message = `No route sends to ${target.service} ${target.stable.version} (subset ${target.stable.subset}).`;
    const fix = "Name as stable the version that takes the traffic now.";
    problems.push(problem("error", "HED-RO-042", targetPath(at, "stable"), message, fix));
  }
  return problems;
}

function weightsOf({ route, at: nth, whole }: SteeredRoute, object: string, at: number): Problem[] {
  const named = route.name ? `The route ${route.name} of ${object}` : `Route ${nth + 1} of ${object}`;
  const destinations = route.route ?? [];
  const sum = destinations.reduce((all, { weight }) => all + (weight ?? 0), 0);
  if (destinations.length > 1 && sum !== 100) {
    const message = `${named} has weights that add up to ${sum}, not 100.`;
    const fix = "Make them add up to 100 first, so that a step's per cent means per cent.";
    return [problem("error", "HED-RO-041", targetPath(at, "routes"), message, fix)];
  }
  if (whole === 0) {
    const message = `${named} gives stable and candidate no traffic at all.`;
    const fix = "Name as stable the version that takes the traffic now.";
    return [problem("error", "HED-RO-042", targetPath(at, "stable"), message, fix)];
  }
  if (whole === 100) return [];
  const message = `${named} gives ${100 - whole} % to other versions, which keep it; a step's weight is a share of the other ${whole} %.`;
  return [problem("info", "HED-RO-043", targetPath(at, "routes"), message, "Nothing to do if that is meant.")];
}
