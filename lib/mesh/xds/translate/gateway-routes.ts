import { parseHostPort } from "../host-port";
import type { ProxyNode } from "../registry/proxy-node";
import { outboundCluster } from "./cluster-name";
import type { TranslateContext } from "./context";
import { defaultRoute, httpRoutes } from "./http-routes";
import { gatewayRoutes } from "./listeners";
import type { Json } from "./resource";
import { serviceHost } from "./service-host";
import { type Candidate, candidates, virtualServiceFor } from "./virtual-service-for";

/** The names under which VirtualServices bind to a gateway: its workload or its app, in its namespace. */
export function gatewayNames(node: ProxyNode): string[] {
  return [...new Set([node.workload, node.app])].map((name) => `${node.namespace}/${name}`);
}

/**
 * A gateway's route table: hosts of VirtualServices bound to it, then everything else to its upstream by the routes that
 * hold for the upstream inside the mesh. No other service is reached by naming it: an edge shows what it is told to.
 */
export function gatewayRouteTable(
  ctx: TranslateContext,
  node: ProxyNode,
  gateway: { port: number; upstream: string },
): Json {
  const names = gatewayNames(node);
  const bound = candidates(ctx, names);
  const hosts = [...new Set(bound.flatMap((candidate) => candidate.hosts))].filter((host) => host !== "*").sort();
  const virtualHosts = hosts.map((host) => {
    const routes = routesOf(ctx, bound, host, gateway.port, names);
    return virtualHost(`${host}:${gateway.port}`, [host, `${host}:${gateway.port}`], routes);
  });
  const forAll = bound.some((candidate) => candidate.hosts.includes("*"))
    ? routesOf(ctx, bound, "*", gateway.port, names)
    : upstreamRoutes(ctx, gateway.upstream);
  return {
    name: gatewayRoutes(gateway.port),
    virtual_hosts: [...virtualHosts, virtualHost(`*:${gateway.port}`, ["*"], forAll)],
    validate_clusters: false,
    max_direct_response_body_size_bytes: 1_048_576,
  };
}

function virtualHost(name: string, domains: string[], routes: Json[]): Json {
  return { name, domains, routes, include_request_attempt_count: true };
}

function routesOf(ctx: TranslateContext, bound: Candidate[], host: string, port: number, names: string[]): Json[] {
  const object = virtualServiceFor(ctx, bound, host);
  if (!object) return [];
  const gateways = names.flatMap((name) => [name, name.slice(name.indexOf("/") + 1)]);
  return httpRoutes(ctx, object, { port, gateways });
}

/** Routes to the default upstream: those of its VirtualService in the mesh, else straight to the service. */
function upstreamRoutes(ctx: TranslateContext, upstream: string): Json[] {
  const written = parseHostPort(upstream);
  const host = serviceHost(ctx, written?.host ?? upstream);
  const service = ctx.services.get(host);
  const port =
    written?.port ?? service?.ports.find(({ protocol }) => protocol !== "tcp" && protocol !== "tls")?.number ?? 80;
  const object = virtualServiceFor(ctx, candidates(ctx, ["mesh"]), host);
  const routes = object?.spec.http?.length ? httpRoutes(ctx, object, { port, gateways: ["mesh"] }) : [];
  if (routes.length > 0) return routes;
  if (service) return [defaultRoute(ctx, service, port)];
  return [
    { name: "default", match: { prefix: "/" }, route: { cluster: outboundCluster(port, "", host), timeout: "0s" } },
  ];
}
