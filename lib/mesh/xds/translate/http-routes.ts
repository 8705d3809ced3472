import type { HttpMatch, HttpRoute } from "../../../policy/schema/http-route";
import type { MeshService } from "../registry/mesh-service";
import { outboundCluster } from "./cluster-name";
import {
  at,
  configPath,
  type Place,
  reportFields,
  type StoredVirtualService,
  type TranslateContext,
  unsupported,
} from "./context";
import { cors } from "./cors";
import { directResponse } from "./direct-response";
import { fault } from "./fault";
import { hashPolicy, stickyRule } from "./hash-policy";
import { headerOperations } from "./headers";
import { redirect } from "./redirect";
import type { Json } from "./resource";
import { retryPolicy } from "./retry-policy";
import { forwarding } from "./route-action";
import { isCatchAll, routeMatch } from "./route-match";

/** For which listener routes are built: its port as the caller names it, and the gateways it stands for ("mesh" inside). */
export interface RouteSite {
  port: number;
  gateways: readonly string[];
}

/**
 * A VirtualService's routes in order: rule order times match order. Building stops after a rule without matches or a
 * catch-all, since nothing later can be reached. Source: policy.md 2.3 rule 3.
 */
export function httpRoutes(ctx: TranslateContext, service: StoredVirtualService, site: RouteSite): Json[] {
  const routes: Json[] = [];
  for (const [i, http] of (service.spec.http ?? []).entries()) {
    const place: Place = { ctx, kind: "VirtualService", key: service.key, path: `spec.http[${i}]` };
    if (http.delegate) {
      unsupported(
        at(place, ".delegate"),
        "Delegates are not served by the embedded control plane; this rule is left out.",
      );
      continue;
    }
    const matches: (HttpMatch | undefined)[] = http.match?.length ? http.match : [undefined];
    for (const [j, match] of matches.entries()) {
      if (match && !applies(match, ctx, site)) continue;
      const matchPlace = match ? at(place, `.match[${j}]`) : place;
      if (match) reportFields(matchPlace, match, ["statPrefix"], "per-route statistics are not kept; it is ignored.");
      const made = httpRoute(http, match, service, site, place, matchPlace);
      routes.push(made);
      if (isCatchAll(made.match as Json)) return routes;
    }
  }
  return routes;
}

/** Port, source labels, source namespace and gateways decide which proxies get a match at all. */
function applies(match: HttpMatch, ctx: TranslateContext, site: RouteSite): boolean {
  if (match.port !== undefined && match.port !== site.port) return false;
  if (match.sourceNamespace !== undefined && match.sourceNamespace !== ctx.scope.namespace) return false;
  if (match.gateways?.length && !match.gateways.some((name) => site.gateways.includes(name))) return false;
  return Object.entries(match.sourceLabels ?? {}).every(([name, value]) => ctx.scope.labels[name] === value);
}

function httpRoute(
  http: HttpRoute,
  match: HttpMatch | undefined,
  owner: StoredVirtualService,
  site: RouteSite,
  place: Place,
  matchPlace: Place,
): Json {
  const envoyMatch = routeMatch(match, matchPlace);
  const filters = {
    "envoy.filters.http.fault": fault(http.fault, at(place, ".fault")),
    "envoy.filters.http.cors": cors(http.corsPolicy, at(place, ".corsPolicy")),
  };
  const perFilter = Object.fromEntries(Object.entries(filters).filter(([, config]) => config !== undefined));
  const name = [http.name, match?.name].filter((part) => part).join(".");
  return {
    ...(name === "" ? {} : { name }),
    match: envoyMatch,
    metadata: { filter_metadata: { istio: { config: configPath("virtual-service", owner.key) } } },
    ...action(http, envoyMatch, owner, site, place),
    ...(Object.keys(perFilter).length > 0 ? { typed_per_filter_config: perFilter } : {}),
  };
}

function action(http: HttpRoute, match: Json, owner: StoredVirtualService, site: RouteSite, place: Place): Json {
  const path = String(match.path ?? `${match.prefix ?? ""}*`);
  if (http.redirect) {
    const { fields } = headerOperations({ response: http.headers?.response });
    return { redirect: redirect(http.redirect, at(place, ".redirect")), ...fields };
  }
  if (http.directResponse) {
    const { fields } = headerOperations({ response: http.headers?.response });
    return { direct_response: directResponse(http.directResponse), ...fields };
  }
  if (!http.route?.length) {
    unsupported(place, "A rule without route, redirect or directResponse answers 500.", "error");
    return { direct_response: { status: 500 } };
  }
  const { action: route, beside, targets } = forwarding(http, site.port, place);
  const [only] = targets;
  const named = targets.length === 1 && only ? `${only.host}:${only.port}` : `${owner.key.name}:${site.port}`;
  return { route, decorator: { operation: named + path }, ...beside };
}

/** The route of a service that no VirtualService speaks of. */
export function defaultRoute(ctx: TranslateContext, service: MeshService, port: number): Json {
  const cluster = outboundCluster(port, "", service.host);
  const target = { cluster, host: service.host, port, subset: "" };
  const sticky = stickyRule(ctx, [target]);
  const key = { group: "", version: "", plural: "", namespace: service.namespace, name: service.name };
  const place: Place = { ctx, kind: "VirtualService", key, path: "" };
  const hash = sticky ? hashPolicy(sticky) : [];
  return {
    name: "default",
    match: { prefix: "/" },
    decorator: { operation: `${service.host}:${port}/*` },
    route: {
      cluster,
      timeout: "0s",
      max_grpc_timeout: "0s",
      retry_policy: retryPolicy(undefined, sticky !== undefined, place),
      ...(hash.length > 0 ? { hash_policy: hash } : {}),
    },
  };
}
