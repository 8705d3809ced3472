import type { NodeBadge } from "../model/graph";
import type { DestinationRule } from "../policy/schema/destination-rule";
import type { VirtualService } from "../policy/schema/virtual-service";
import { hostIn, serviceOf, type World } from "../policy/world";

/** "namespace/service" -> which kinds of configuration steer calls to it, as badges of its node. */
export function configBadges(world: World): Map<string, NodeBadge[]> {
  const badges = new Map<string, Set<NodeBadge>>();
  for (const { key, object } of world.objects) {
    for (const [host, found] of hostsWithBadges(object)) {
      const service = serviceOf(world, hostIn(world, host, key.namespace));
      if (!service) continue;
      const id = `${service.namespace}/${service.name}`;
      const set = badges.get(id) ?? new Set();
      for (const badge of found) set.add(badge);
      badges.set(id, set);
    }
  }
  return new Map([...badges].map(([id, set]) => [id, [...set].sort()]));
}

function hostsWithBadges(object: World["objects"][number]["object"]): [string, NodeBadge[]][] {
  if (object.kind === "VirtualService") {
    const found = virtualServiceBadges(object);
    return (object.spec.hosts ?? []).map((host) => [host, found]);
  }
  if (object.kind === "DestinationRule") return [[object.spec.host, destinationRuleBadges(object)]];
  return [];
}

function virtualServiceBadges({ spec }: VirtualService): NodeBadge[] {
  const routes = spec.http ?? [];
  const has = (test: (route: (typeof routes)[number]) => unknown) => routes.some((route) => Boolean(test(route)));
  const badges: [NodeBadge, boolean][] = [
    ["split", has((route) => (route.route?.filter((to) => (to.weight ?? 1) > 0).length ?? 0) > 1)],
    ["routing", has((route) => route.match?.length)],
    ["mirror", has((route) => route.mirror ?? route.mirrors?.length)],
    ["fault", has((route) => route.fault)],
    ["timeout", has((route) => route.timeout)],
    ["retry", has((route) => route.retries)],
  ];
  return badges.flatMap(([badge, holds]) => (holds ? [badge] : []));
}

function destinationRuleBadges({ spec }: DestinationRule): NodeBadge[] {
  const policies = [spec.trafficPolicy, ...(spec.subsets ?? []).map((subset) => subset.trafficPolicy)];
  return policies.some((policy) => policy?.outlierDetection || policy?.connectionPool) ? ["breaker"] : [];
}
