import type { TrafficTarget } from "@/lib/model/rollout-plan";
import { parseObject } from "@/lib/policy/parse-object";
import type { VirtualService } from "@/lib/policy/schema/virtual-service";
import { sameKey } from "@/lib/policy/world";
import { type PlannedObject, steeredService } from "./desired-state";
import { trafficKeys } from "./managed-keys";
import { MANAGED_PREFIX } from "./managed-route";
import { isHost, type SteeredService } from "./steered-routes";

/**
 * The share of each side that the objects' texts ask for, per cent of the calls of the last route that names one of them (the one that takes everyone
 * else). Other versions of the service may hold the rest. null: no route names either, so calls spread over all versions.
 */
export function wantedShares(
  target: TrafficTarget,
  objects: readonly PlannedObject[],
): { stable: number; candidate: number } | null {
  const service = steeredService(target);
  for (const key of trafficKeys(target, objects)) {
    const found = objects.find((one) => sameKey(one.key, key));
    const { object } = parseObject(found?.yaml ?? "", { namespace: key.namespace });
    const shares = object?.kind === "VirtualService" ? sharesIn(object, key.namespace, service) : null;
    if (shares) return shares;
  }
  return null;
}

function sharesIn(object: VirtualService, namespace: string, service: SteeredService) {
  const { stable, candidate } = service;
  const named = (object.spec.http ?? []).flatMap(({ name, route }) => {
    if (name?.startsWith(MANAGED_PREFIX)) return [];
    const shares = (route ?? []).map((one) => ({
      subset: isHost(one, namespace, service) ? one.destination.subset : undefined,
      weight: route?.length === 1 ? 100 : (one.weight ?? 0),
    }));
    return shares.some(({ subset }) => subset === stable.subset || subset === candidate.subset) ? [shares] : [];
  });
  const last = named.at(-1);
  if (!last) return null;
  const total = last.reduce((sum, { weight }) => sum + weight, 0);
  const of = (wanted: string) =>
    last.reduce((sum, { subset, weight }) => sum + (subset === wanted ? (weight * 100) / total : 0), 0);
  return { stable: of(stable.subset), candidate: of(candidate.subset) };
}
