import type { PlanTarget, RolloutPlan, RolloutTarget } from "@/lib/model/rollout-plan";
import { managedKeys } from "../managed-keys";
import { type PlanRule, type PlanWorld, type Problem, problem, targetPath } from "./plan-world";

/**
 * HED-RO-030..032: one run per target. Two that steer the same routes of a host, or write the same object, would undo each other; so would two
 * VirtualServices of one host, of which a proxy takes only one.
 */
export const overlap: PlanRule = (plan, world) => [
  ...plan.targets.flatMap((target, at) => [
    ...world.running.flatMap((run) => withRun(plan, target, at, run, world)),
    ...plan.targets
      .slice(0, at)
      .flatMap((earlier): Problem[] =>
        sameTarget(target.target, earlier.target)
          ? [
              problem(
                "error",
                "HED-RO-031",
                targetPath(at),
                "This plan steers the same routes twice.",
                "Keep one of the targets, or name different routes.",
              ),
            ]
          : [],
      ),
  ]),
  ...plan.targets.flatMap(({ target }, at) => sharedHost(target, at, world)),
];

function withRun(
  plan: RolloutPlan,
  { target }: PlanTarget,
  at: number,
  run: PlanWorld["running"][number],
  { config }: PlanWorld,
): Problem[] {
  if (run.plan.mesh !== plan.mesh) return [];
  const same = run.plan.targets.some((other) => sameTarget(target, other.target));
  const name = (key: { plural: string; namespace: string; name: string }) =>
    `${key.plural} ${key.namespace}/${key.name}`;
  const theirs = new Set(managedKeys(run.plan, config).map(name));
  const shared = managedKeys(
    { targets: [{ id: "", target, strategy: plan.targets[at]?.strategy, steps: [] } as PlanTarget] },
    config,
  )
    .map(name)
    .filter((one) => theirs.has(one));
  if (!same && shared.length === 0) return [];
  const what = same ? "steers the same traffic" : `writes the same object (${shared.join(", ")})`;
  return [
    problem(
      "error",
      "HED-RO-030",
      targetPath(at),
      `The rollout ${run.name} is under way and ${what}.`,
      "Wait until it has ended, or abort it first.",
    ),
  ];
}

function sameTarget(a: RolloutTarget, b: RolloutTarget): boolean {
  if (a.kind === "mtls" || b.kind === "mtls") {
    if (a.kind !== b.kind || a.kind !== "mtls" || b.kind !== "mtls" || a.namespace !== b.namespace) return false;
    const ports = a.port === null || b.port === null || a.port === b.port;
    return ports && (a.app === b.app || a.app === "" || b.app === "");
  }
  if (a.host !== b.host) return false;
  return a.routes.length === 0 || b.routes.length === 0 || a.routes.some((route) => b.routes.includes(route));
}

function sharedHost(target: RolloutTarget, at: number, { world }: PlanWorld): Problem[] {
  if (target.kind !== "traffic") return [];
  const written = world.objects.filter(
    ({ object }) =>
      object.kind === "VirtualService" &&
      (object.spec.gateways ?? ["mesh"]).includes("mesh") &&
      object.spec.hosts.some(
        (host) => host.toLowerCase() === target.host || host === `${target.service}.${target.namespace}`,
      ),
  );
  const [first, second] = written;
  if (!first || !second) return [];
  const names = written.map(({ key }) => `${key.namespace}/${key.name}`).join(" and ");
  return [
    problem(
      "error",
      "HED-RO-032",
      targetPath(at, "host"),
      `The VirtualServices ${names} are all for ${target.host}; a proxy takes only one of them.`,
      "Put their routes into one VirtualService first.",
    ),
  ];
}
