import type { Destination, HttpRoute, HttpRouteDestination } from "../../../policy/schema/http-route";
import { mirrorCluster } from "./cluster-name";
import { at, duration, type Place } from "./context";
import { resolveDestination, type Target } from "./destination";
import { hashPolicy, stickyRule } from "./hash-policy";
import { headerOperations } from "./headers";
import { perMillion } from "./percent";
import type { Json } from "./resource";
import { retryPolicy } from "./retry-policy";

/** What a forwarding route does, and the parts that sit beside the action in Envoy's Route. */
export interface Forwarding {
  action: Json;
  beside: Json;
  targets: Target[];
}

/**
 * Envoy's RouteAction of a VirtualService route: one destination is a cluster (its weight means nothing), several are
 * weighted as written, those of weight 0 left out. Source: policy.md 2.3 rules 5-8, 10.
 */
export function forwarding(route: HttpRoute, callerPort: number, place: Place): Forwarding {
  const listed = route.route ?? [];
  const destinations = listed.map((entry, i) => ({
    entry,
    target: resolveDestination(entry.destination, callerPort, at(place, `.route[${i}].destination`)),
  }));
  const targets = destinations.map(({ target }) => target);
  const only = destinations.length === 1 ? destinations[0] : undefined;
  const routeHeaders = headerOperations(route.headers);
  const own = headerOperations(only?.entry.headers);
  const sticky = stickyRule(place.ctx, targets);
  const timeout = duration(at(place, ".timeout"), route.timeout) ?? "0s";
  const authority = route.rewrite?.authority ?? routeHeaders.hostRewrite ?? own.hostRewrite;
  const retry = retryPolicy(route.retries, only !== undefined && sticky !== undefined, at(place, ".retries"));
  const mirrors = mirrorPolicies(route, callerPort, place);
  const hash = sticky ? hashPolicy(sticky) : [];
  return {
    targets,
    action: {
      ...(only ? { cluster: only.target.cluster } : weighted(destinations)),
      timeout,
      max_grpc_timeout: timeout,
      ...rewriteOf(route),
      ...(authority === undefined ? {} : { host_rewrite_literal: authority }),
      ...(retry === undefined ? {} : { retry_policy: retry }),
      ...(mirrors.length > 0 ? { request_mirror_policies: mirrors } : {}),
      ...(hash.length > 0 ? { hash_policy: hash } : {}),
    },
    beside: mergeHeaders(routeHeaders.fields, own.fields),
  };
}

function weighted(destinations: { entry: HttpRouteDestination; target: Target }[]): Json {
  const clusters = destinations
    .filter(({ entry }) => (entry.weight ?? 0) > 0)
    .map(({ entry, target }) => {
      const { fields, hostRewrite } = headerOperations(entry.headers);
      return {
        name: target.cluster,
        weight: entry.weight ?? 0,
        ...fields,
        ...(hostRewrite === undefined ? {} : { host_rewrite_literal: hostRewrite }),
      };
    });
  return { weighted_clusters: { clusters } };
}

function mergeHeaders(route: Json, destination: Json): Json {
  const merged: Json = { ...route };
  for (const [key, list] of Object.entries(destination)) {
    merged[key] = [...((merged[key] as unknown[] | undefined) ?? []), ...(list as unknown[])];
  }
  return merged;
}

function rewriteOf({ rewrite, match }: HttpRoute): Json {
  if (rewrite?.uriRegexRewrite) {
    const { match: regex = "", rewrite: substitution = "" } = rewrite.uriRegexRewrite;
    return { regex_rewrite: { pattern: { regex }, substitution } };
  }
  if (rewrite?.uri === undefined) return {};
  // Envoy's prefix_rewrite replaces the whole path when the route matches it exactly; a regex match has no prefix to replace.
  if (match?.some((one) => one.uri?.regex !== undefined))
    return { regex_rewrite: { pattern: { regex: ".*" }, substitution: rewrite.uri } };
  return { prefix_rewrite: rewrite.uri };
}

function mirrorPolicies(route: HttpRoute, callerPort: number, place: Place): Json[] {
  const policy = (destination: Destination, percent: number | undefined, path: string): Json[] => {
    if (percent === 0) return [];
    const { port, subset, host } = resolveDestination(destination, callerPort, at(place, path));
    const share = percent === undefined ? { numerator: 100, denominator: "HUNDRED" } : perMillion(percent);
    return [
      {
        cluster: mirrorCluster(port, subset, host),
        runtime_fraction: { default_value: share },
        trace_sampled: false,
        disable_shadow_host_suffix_append: true,
      },
    ];
  };
  const percent = route.mirrorPercentage?.value ?? route.mirrorPercent ?? route.mirror_percent;
  return [
    ...(route.mirror ? policy(route.mirror, route.mirrorPercentage ? (percent ?? 0) : percent, ".mirror") : []),
    ...(route.mirrors ?? []).flatMap((mirror, i) =>
      policy(
        mirror.destination,
        mirror.percentage ? (mirror.percentage.value ?? 0) : undefined,
        `.mirrors[${i}].destination`,
      ),
    ),
  ];
}
