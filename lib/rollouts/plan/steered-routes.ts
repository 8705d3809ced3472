import { resolveHost } from "@/lib/policy/resolve-host";
import type { HttpRoute, HttpRouteDestination } from "@/lib/policy/schema/http-route";
import type { VirtualService } from "@/lib/policy/schema/virtual-service";
import { MANAGED_PREFIX } from "./managed-route";

/** The two versions of a service between which traffic moves. */
export interface SteeredService {
  namespace: string;
  name: string;
  /** fully qualified */
  host: string;
  stable: SteeredSubset;
  candidate: SteeredSubset;
  /** names of http routes to steer; undefined: every route that sends to the stable version */
  routes?: readonly string[] | undefined;
}

export interface SteeredSubset {
  /** name in the DestinationRule */
  subset: string;
  /** labels of its workloads, should the subset have to be made */
  labels: Readonly<Record<string, string>>;
}

/** An http entry that a rollout steers, with the places of both versions in its list of destinations. */
export interface SteeredRoute {
  at: number;
  route: HttpRoute;
  /** index of the stable destination */
  stableAt: number;
  /** index of the candidate's, if it has one already */
  candidateAt: number | null;
  /** the weight both hold together; what other destinations hold stays theirs */
  whole: number;
}

/**
 * The http entries of a VirtualService that send to the service's stable version, by subset or without naming any. An entry without a
 * subset takes every version; steering pins it.
 */
export function steeredRoutes(object: VirtualService, namespace: string, service: SteeredService): SteeredRoute[] {
  return (object.spec.http ?? []).flatMap((route, at) => {
    if (route.name?.startsWith(MANAGED_PREFIX)) return [];
    if (service.routes && !service.routes.includes(route.name ?? "")) return [];
    const targets = route.route ?? [];
    const indexOf = (fits: (subset: string | undefined) => boolean) =>
      targets.findIndex((one) => isHost(one, namespace, service) && fits(one.destination.subset));
    const named = indexOf((subset) => subset === service.stable.subset);
    const stableAt = named >= 0 ? named : indexOf((subset) => !subset);
    if (stableAt < 0) return [];
    const found = indexOf((subset) => subset === service.candidate.subset);
    const candidateAt = found < 0 ? null : found;
    const weightOf = (i: number | null) => (i === null ? 0 : (targets[i]?.weight ?? 0));
    const whole = targets.length === 1 ? 100 : weightOf(stableAt) + weightOf(candidateAt);
    return [{ at, route, stableAt, candidateAt, whole }];
  });
}

/** Whether a route's destination is the service, however its host is written. */
export function isHost({ destination }: HttpRouteDestination, namespace: string, service: { host: string }): boolean {
  const known = new Set([service.host.split(".")[1] ?? ""]);
  return resolveHost(destination.host, namespace, known) === service.host;
}
