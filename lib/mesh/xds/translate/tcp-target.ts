import type { ProxyNode } from "../registry/proxy-node";
import { outboundCluster } from "./cluster-name";
import { at, duration, type Place, reportFields, type TranslateContext } from "./context";
import { resolveDestination } from "./destination";
import { destinationRuleFor } from "./destination-rule-for";
import type { TcpTarget } from "./listeners";
import { serviceHost } from "./service-host";
import { policyFor } from "./traffic-policy-for";
import { candidates, virtualServiceFor } from "./virtual-service-for";

/** Where one TCP upstream of a proxy leads: the first tcp rule that holds for it, else the service's cluster. Source: policy.md 2.3, tcp. */
export function tcpTarget(ctx: TranslateContext, upstream: ProxyNode["tcpUpstreams"][number]): TcpTarget {
  const host = serviceHost(ctx, upstream.host);
  const service = ctx.services.get(host);
  const rule = service && destinationRuleFor(ctx, service);
  const key = rule?.key ?? { group: "", version: "", plural: "", namespace: ctx.scope.namespace, name: host };
  const place: Place = { ctx, kind: "DestinationRule", key, path: "spec.trafficPolicy.connectionPool.tcp.idleTimeout" };
  const pool = rule && policyFor(rule, upstream.port, "").connectionPool?.tcp;
  const idleTimeout = duration(place, pool?.idleTimeout);
  return {
    host,
    port: upstream.port,
    localPort: upstream.localPort,
    clusters: routed(ctx, host, upstream.port) ?? [{ name: outboundCluster(upstream.port, "", host), weight: 100 }],
    ...(idleTimeout === undefined ? {} : { idleTimeout }),
  };
}

function routed(ctx: TranslateContext, host: string, port: number): TcpTarget["clusters"] | undefined {
  const object = virtualServiceFor(ctx, candidates(ctx, ["mesh"]), host);
  for (const [i, tcp] of (object?.spec.tcp ?? []).entries()) {
    if (!object) return undefined;
    const place: Place = { ctx, kind: "VirtualService", key: object.key, path: `spec.tcp[${i}]` };
    const matches = tcp.match ?? [];
    for (const [j, match] of matches.entries())
      reportFields(
        at(place, `.match[${j}]`),
        match,
        ["destinationSubnets"],
        "callers use names, not addresses; it is ignored.",
      );
    const holds = matches.some(
      (match) =>
        (match.port === undefined || match.port === port) &&
        (match.sourceNamespace === undefined || match.sourceNamespace === ctx.scope.namespace) &&
        (!match.gateways?.length || match.gateways.includes("mesh")) &&
        Object.entries(match.sourceLabels ?? {}).every(([name, value]) => ctx.scope.labels[name] === value),
    );
    if (matches.length > 0 && !holds) continue;
    const routes = tcp.route ?? [];
    const listed = routes.map((entry, r) => ({
      name: resolveDestination(entry.destination, port, at(place, `.route[${r}].destination`)).cluster,
      weight: routes.length === 1 ? 100 : (entry.weight ?? 0),
    }));
    const used = listed.filter(({ weight }) => weight > 0);
    if (used.length > 0) return used;
  }
  return undefined;
}
