import { measuredTraffic } from "../../changes/measured-traffic";
import { coversNamespace } from "../../identity/authorize";
import type { Ctx, MeshHandle } from "../../identity/ctx";
import type { ObjectDiff } from "../../model/change";
import type { BlastRadius } from "../../model/rollout";
import type { RolloutPlan, RolloutTarget } from "../../model/rollout-plan";
import { touchesOf } from "../../policy/diff/touches-of";
import type { World } from "../../policy/world";

/** Whom a plan touches: the proxies that see its objects, the callers of its hosts and their rate over the last ten minutes. */
export async function blastRadius(
  ctx: Ctx,
  mesh: MeshHandle,
  plan: RolloutPlan,
  world: World,
  diffs: readonly ObjectDiff[],
): Promise<BlastRadius> {
  const [traffic, proxies] = await Promise.all([
    measuredTraffic(ctx, mesh).catch(() => undefined),
    mesh.port.proxies(),
  ]);
  const seen = proxies.filter((proxy) => coversNamespace(ctx.actor, proxy.namespace));
  const touches = touchesOf(diffs, world, seen, traffic);
  const hosts = [...new Set(plan.targets.flatMap(({ target }) => hostsOf(target, world)))];
  const callers = hosts.flatMap((host) =>
    (traffic?.(host)?.callers ?? []).map(({ namespace, name, ratePerSec }) => ({ namespace, name, host, ratePerSec })),
  );
  const rates = hosts.flatMap((host) => traffic?.(host)?.ratePerSec ?? []);
  return {
    callers,
    ratePerSec: rates.length > 0 ? rates.reduce((sum, rate) => sum + rate, 0) : null,
    proxies: touches.proxies,
  };
}

/** Mutual TLS touches whoever calls a service of its workloads. */
function hostsOf(target: RolloutTarget, { services, workloads }: World): string[] {
  if (target.kind === "traffic") return [target.host];
  const { namespace, app } = target;
  const own = new Set(
    workloads.flatMap((one) => (one.namespace === namespace && one.app === app ? [one.workload] : [])),
  );
  const serves = ({ versions }: World["services"][number]) =>
    app === "" || versions.some((version) => version.workloads.some((name) => own.has(name)));
  return services.filter((one) => one.namespace === namespace && serves(one)).map(({ host }) => host);
}
