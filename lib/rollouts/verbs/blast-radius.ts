import { measuredTraffic } from "../../changes/measured-traffic";
import { coversNamespace } from "../../identity/authorize";
import type { Ctx, MeshHandle } from "../../identity/ctx";
import type { ObjectDiff } from "../../model/change";
import type { BlastRadius } from "../../model/rollout";
import type { RolloutPlan } from "../../model/rollout-plan";
import { touchesOf } from "../../policy/diff/touches-of";
import type { World } from "../../policy/world";
import { touchedHosts } from "./touched-hosts";

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
  const hosts = [...new Set(plan.targets.flatMap(({ target }) => touchedHosts(target, world)))];
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
