import type { TrafficTarget } from "@/lib/model/rollout-plan";
import type { Service, Workload } from "@/lib/model/workload";
import { hasLabels, serviceOf, subsetsOf, type World, workloadsOf } from "@/lib/policy/world";
import { type PlanRule, type Problem, problem, targetPath } from "./plan-world";

/**
 * HED-RO-001..006, 009: the service, both versions and their subsets exist, have instances, and differ. A rollout to something that is not there would move
 * traffic into nothing.
 */
export const versions: PlanRule = (plan, { world }) =>
  plan.targets.flatMap(({ target }, at): Problem[] => {
    if (target.kind !== "traffic") return [];
    const service = serviceOf(world, target.host);
    if (!service || service.name !== target.service || service.namespace !== target.namespace) {
      return [noService(target, at, service, world)];
    }
    return [
      ...protocolOf(service, at),
      ...distinct(target, at),
      ...sideProblems(target, "stable", at, world, workloadsOf(world, service)),
      ...sideProblems(target, "candidate", at, world, workloadsOf(world, service)),
    ];
  });

function noService(target: TrafficTarget, at: number, service: Service | undefined, world: World): Problem {
  const { namespace, service: name, host } = target;
  if (service) {
    const message = `The host ${host} is service ${service.namespace}/${service.name}, not ${namespace}/${name}.`;
    const fix = `Write host: ${name}.${namespace}.svc.cluster.local.`;
    return problem("error", "HED-RO-002", targetPath(at, "host"), message, fix);
  }
  const known = world.services.filter((one) => one.namespace === namespace).map((one) => one.name);
  const others = known.length > 0 ? `Known there: ${known.join(", ")}.` : "No service is known there.";
  const inOtherWords = known.includes(name) ? `not by the host ${host}` : "";
  const message = `There is no service ${namespace}/${name}${inOtherWords && `, ${inOtherWords}`}.`;
  const fix = `Name a service of the namespace, and its full host. ${others}`;
  return problem("error", "HED-RO-001", targetPath(at, inOtherWords ? "host" : "service"), message, fix);
}

function protocolOf({ ports, name }: Service, at: number): Problem[] {
  if (ports.length === 0 || ports.some(({ protocol }) => protocol !== "tcp" && protocol !== "tls")) return [];
  const message = `${name} speaks ${ports[0]?.protocol}, not HTTP or gRPC.`;
  const fix = "Only HTTP and gRPC routes are split, matched and mirrored.";
  return [problem("error", "HED-RO-009", targetPath(at, "service"), message, fix)];
}

function distinct({ stable, candidate }: TrafficTarget, at: number): Problem[] {
  if (stable.version !== candidate.version && stable.subset !== candidate.subset) return [];
  const both = stable.version === candidate.version ? `version ${stable.version}` : `subset ${stable.subset}`;
  const message = `Stable and candidate are both ${both}.`;
  return [
    problem("error", "HED-RO-006", targetPath(at, "candidate"), message, "Name two versions with a subset each."),
  ];
}

function sideProblems(
  target: TrafficTarget,
  side: "stable" | "candidate",
  at: number,
  world: World,
  workloads: readonly Workload[],
): Problem[] {
  const { version, subset } = target[side];
  const own = workloads.filter((one) => one.version === version);
  const say = (code: string, field: string, message: string, fix: string) =>
    problem("error", code, targetPath(at, side, field), message, fix);
  if (own.length === 0) {
    const there = [...new Set(workloads.map((one) => one.version))].filter(Boolean).join(", ") || "none";
    const fix = `Versions with workloads: ${there}. Deploy it first, or name one of these.`;
    return [say("HED-RO-003", "version", `No workload of ${target.service} has the version ${version}.`, fix)];
  }
  const problems: Problem[] = [];
  if (own.every((one) => one.healthyInstances === 0)) {
    const message = `No instance of ${target.service} ${version} is healthy.`;
    problems.push(say("HED-RO-004", "version", message, "Wait until it is ready, then start."));
  }
  const labels = subsetsOf(world, target.host).find(({ name }) => name === subset)?.labels;
  if (labels && !own.some((one) => hasLabels({ version: one.version, app: one.app, ...one.labels }, labels))) {
    const words = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    const message = `The subset ${subset} selects ${words.join(", ")}, which no workload of version ${version} has.`;
    const fix = "Name the subset that selects this version, or another name for a new one.";
    problems.push(say("HED-RO-005", "subset", message, fix));
  }
  return problems;
}

/** HED-RO-010: somebody's proxy has to carry the plan out. */
export const proxies: PlanRule = (_, { world }) => {
  if (world.workloads.some((one) => one.hasProxy && one.instances > 0)) return [];
  const message = "No proxy is connected, so nothing would carry this out.";
  const fix = "Start the proxies of the callers (npx heddle bootstrap), then try again.";
  return [problem("error", "HED-RO-010", targetPath(0), message, fix)];
};
