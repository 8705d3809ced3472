import type { RolloutTarget } from "../../model/rollout-plan";
import type { World } from "../../policy/world";

/** Hosts whose callers a target touches: its own, or with mutual TLS those of all services that its workloads serve. */
export function touchedHosts(target: RolloutTarget, { services, workloads }: World): string[] {
  if (target.kind === "traffic") return [target.host];
  const { namespace, app } = target;
  const own = new Set(
    workloads.flatMap((one) => (one.namespace === namespace && one.app === app ? [one.workload] : [])),
  );
  const serves = ({ versions }: World["services"][number]) =>
    app === "" || versions.some((version) => version.workloads.some((name) => own.has(name)));
  return services.filter((one) => one.namespace === namespace && serves(one)).map(({ host }) => host);
}
