import { stringify } from "yaml";
import { HeddleError } from "@/lib/model/heddle-error";
import { type Json, sameJson } from "@/lib/policy/edit/json";
import { editYaml, type SequenceItem } from "@/lib/policy/edit/yaml-edit";
import { parseObject } from "@/lib/policy/parse-object";
import type { HttpRouteDestination } from "@/lib/policy/schema/http-route";
import type { VirtualService } from "@/lib/policy/schema/virtual-service";
import {
  MANAGED_PREFIX,
  type ManagedMatch,
  type ManagedMirror,
  matchRoute,
  mirrorRoute,
  mirrorsWith,
} from "./managed-route";
import { splitShares } from "./split-shares";
import { type SteeredRoute, type SteeredService, steeredRoutes } from "./steered-routes";

/** Where traffic shall go. `promoted`: the candidate has taken stable's place for good. */
export interface TrafficState {
  /** per cent of what both versions get together, whole, 0..100 */
  weight: number;
  promoted: boolean;
  matches: readonly ManagedMatch[];
  mirror: ManagedMirror | null;
}

export const NO_TRAFFIC: TrafficState = { weight: 0, promoted: false, matches: [], mirror: null };

/**
 * The text of a VirtualService in a state of a rollout: weights of the steered routes, and above each of them the managed routes that clone it.
 * `baseline` is the text before the rollout, null: none. Every other byte stays. A pure function of its inputs: the same state gives the same text.
 * Throws `invalid_input` when the text cannot be read or steered so.
 */
export function steerVirtualService(baseline: string | null, service: SteeredService, state: TrafficState): string {
  const start = withoutManaged(baseline ?? plainVirtualService(service), service);
  let text = start;
  for (const route of routesIn(start, service)) text = steerWeights(text, route, service, state);
  return withManaged(text, service, state);
}

/** What the names of this rollout's managed routes begin with. */
const managedPrefix = ({ name }: SteeredService): string => `${MANAGED_PREFIX}${name}-`;

/** Every call of the service, to its stable version. */
function plainVirtualService({ namespace, name, host, stable }: SteeredService): string {
  const route = [{ destination: { host, subset: stable.subset } }];
  return stringify(
    {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      metadata: { name, namespace },
      spec: { hosts: [host], http: [{ name: "default", route }] },
    },
    { indentSeq: false, lineWidth: 0 },
  );
}

function read(text: string): { object: VirtualService; namespace: string } {
  const { object, key } = parseObject(text);
  if (object?.kind === "VirtualService" && key) return { object, namespace: key.namespace };
  throw new HeddleError("invalid_input", {
    what: "The VirtualService cannot be steered.",
    why: "Its text is not a VirtualService that can be read.",
    next: "Correct it as YAML first.",
  });
}

function routesIn(text: string, service: SteeredService): SteeredRoute[] {
  const { object, namespace } = read(text);
  return steeredRoutes(object, namespace, service);
}

function steerWeights(
  text: string,
  { at, route, stableAt, candidateAt, whole }: SteeredRoute,
  { stable, candidate }: SteeredService,
  { weight, promoted }: TrafficState,
): string {
  const path = ["spec", "http", at, "route"];
  const targets = route.route ?? [];
  const set = (now: string, rest: (string | number)[], value: Json) =>
    editYaml(now, { kind: "set", path: [...path, ...rest], value });
  const pinned = targets[stableAt]?.destination.subset === undefined;
  if (promoted && candidateAt === null) return set(text, [stableAt, "destination", "subset"], candidate.subset);
  const shares = splitShares(whole, promoted ? 100 : weight);
  let now = pinned ? set(text, [stableAt, "destination", "subset"], stable.subset) : text;
  if (candidateAt === null && shares.candidate === 0) return now;
  if (targets.length > 1 || candidateAt === null) {
    if (targets[stableAt]?.weight !== shares.stable) now = set(now, [stableAt, "weight"], shares.stable);
  }
  if (candidateAt !== null) {
    const same = (targets[candidateAt]?.weight ?? 0) === shares.candidate;
    return same ? now : set(now, [candidateAt, "weight"], shares.candidate);
  }
  const added = { ...twin(targets[stableAt], candidate.subset), weight: shares.candidate };
  const items: SequenceItem[] = targets.flatMap((_, keep): SequenceItem[] =>
    keep === stableAt ? [{ keep }, { add: added as Json }] : [{ keep }],
  );
  return editYaml(now, { kind: "sequence", path, items });
}

/** Stable's destination with another subset: port and header operations stay. */
function twin(stable: HttpRouteDestination | undefined, subset: string): HttpRouteDestination {
  if (!stable) throw new Error("a steered route has a stable destination");
  const { weight: _, ...rest } = stable;
  return { ...rest, destination: { ...stable.destination, subset } };
}

/** The text without managed routes and mirrors of this rollout, should it hold some: steering the steered changes nothing. */
function withoutManaged(text: string, service: SteeredService): string {
  const { object } = read(text);
  const prefix = managedPrefix(service);
  const http = object.spec.http ?? [];
  const items = http.flatMap(({ name }, keep) => (name?.startsWith(prefix) ? [] : [{ keep }]));
  return items.length === http.length ? text : editYaml(text, { kind: "sequence", path: ["spec", "http"], items });
}

/** Puts the managed routes of a state right above the routes they shadow, and the mirror of every method into the route itself. */
function withManaged(text: string, service: SteeredService, { matches, mirror }: TrafficState): string {
  if (matches.length === 0 && !mirror?.percent) return text;
  const { object, namespace } = read(text);
  const steered = new Map(steeredRoutes(object, namespace, service).map((one) => [one.at, one]));
  let now = text;
  const items: SequenceItem[] = (object.spec.http ?? []).flatMap((_, keep): SequenceItem[] => {
    const one = steered.get(keep);
    if (!one) return [{ keep }];
    const prefix = managedPrefix(service);
    const label = one.route.name ?? String(keep + 1);
    const to = twin(one.route.route?.[one.stableAt], service.candidate.subset);
    const added = matches.map((match, i) => {
      const nth = matches.length > 1 ? `${i + 1}-` : "";
      return matchRoute(one.route, `${prefix}${match.kind}-${nth}${label}`, match, to);
    });
    if (mirror && mirror.percent > 0) {
      const mirrors = mirrorsWith(one.route, to.destination, mirror.percent);
      if (mirror.methods === null) now = setMirrors(now, keep, one, mirrors);
      else added.push(...mirrorRoute(one.route, `${prefix}mirror-${label}`, mirror.methods, mirrors));
    }
    return [...added.map((add) => ({ add: add as Json })), { keep }];
  });
  return items.length === object.spec.http?.length
    ? now
    : editYaml(now, { kind: "sequence", path: ["spec", "http"], items });
}

/** A route that holds a single mirror already cannot hold the list beside it; its own is first in the list then. */
function setMirrors(text: string, at: number, { route }: SteeredRoute, mirrors: object[]): string {
  if (sameJson(route.mirrors, mirrors)) return text;
  if (!route.mirror)
    return editYaml(text, { kind: "set", path: ["spec", "http", at, "mirrors"], value: mirrors as Json });
  throw new HeddleError("invalid_input", {
    what: `The route ${route.name ?? at + 1} mirrors already, to ${route.mirror.subset ?? route.mirror.host}.`,
    why: "A route is mirrored either by mirror or by mirrors.",
    next: "Write its mirror as a list of mirrors first, or mirror chosen methods only.",
  });
}
