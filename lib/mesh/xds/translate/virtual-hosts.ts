import { type MeshService, visibleIn } from "../registry/mesh-service";
import { SOURCE_HEADER } from "./access-loggers";
import type { StoredVirtualService, TranslateContext } from "./context";
import { defaultRoute, httpRoutes } from "./http-routes";
import { OUTBOUND_ROUTES } from "./listeners";
import type { Json } from "./resource";
import { type Candidate, candidates, virtualServiceFor } from "./virtual-service-for";

const MESH = ["mesh"];

/** A host and port that callers name, with what is behind it. */
interface Named {
  host: string;
  port: number;
  service: MeshService | undefined;
  object: StoredVirtualService | undefined;
}

/**
 * The outbound route table: one virtual host for each service and port, one for each VirtualService host without a
 * service, and a last one that says no such service is known. Source: policy.md 2.3.
 */
export function outboundRouteTable(ctx: TranslateContext): Json {
  const all = candidates(ctx, MESH);
  const taken = new Set<string>();
  const hosts = named(ctx, all).flatMap((entry) => virtualHost(ctx, entry, taken) ?? []);
  return {
    name: OUTBOUND_ROUTES,
    virtual_hosts: [...hosts, BLOCK_ALL],
    validate_clusters: false,
    max_direct_response_body_size_bytes: 1_048_576,
  };
}

const BLOCK_ALL: Json = {
  name: "block_all",
  domains: ["*"],
  routes: [
    {
      name: "block_all",
      match: { prefix: "/" },
      direct_response: { status: 502, body: { inline_string: "no service of the mesh has this host\n" } },
    },
  ],
};

function named(ctx: TranslateContext, all: readonly Candidate[]): Named[] {
  const found: Named[] = [];
  const services = [...ctx.services.values()]
    .filter((service) => visibleIn(ctx.scope.namespace, service.namespace, service.exportTo))
    .sort((a, b) => (a.host < b.host ? -1 : 1));
  for (const service of services) {
    const object = virtualServiceFor(ctx, all, service.host);
    for (const port of service.ports.filter(({ protocol }) => protocol !== "tcp" && protocol !== "tls"))
      found.push({ host: service.host, port: port.number, service, object });
  }
  const known = new Set(services.map(({ host }) => host));
  for (const host of new Set(all.flatMap(({ hosts }) => hosts))) {
    if (known.has(host) || host === "*") continue;
    found.push({ host, port: 80, service: undefined, object: virtualServiceFor(ctx, all, host) });
  }
  return found;
}

function virtualHost(ctx: TranslateContext, entry: Named, taken: Set<string>): Json | undefined {
  const { host, port, service, object } = entry;
  // Envoy refuses the whole table when a domain occurs twice; the first claim holds.
  const domains = domainsOf(entry, ctx.scope.namespace).filter((domain) => !taken.has(domain));
  const routes = object?.spec.http?.length ? httpRoutes(ctx, object, { port, gateways: MESH }) : [];
  const fallback = object?.spec.http?.length ? [] : service ? [defaultRoute(ctx, service, port)] : [];
  const list = [...routes, ...fallback];
  if (domains.length === 0 || (list.length === 0 && !service)) return undefined;
  for (const domain of domains) taken.add(domain);
  return {
    name: `${host}:${port}`,
    domains,
    routes: list,
    include_request_attempt_count: true,
    // Who calls is nobody's business outside the mesh.
    ...(service?.external ? { request_headers_to_remove: [SOURCE_HEADER] } : {}),
  };
}

/** Every name a caller of `namespace` may use, with and without the port; the bare ones go to the service's first port. */
function domainsOf({ host, port, service }: Named, namespace: string): string[] {
  const names = [host];
  if (!host.startsWith("*") && service && !service.external && host.endsWith(".svc.cluster.local")) {
    const { name, namespace: own } = service;
    names.push(`${host}.`, ...(own === namespace ? [name] : []), `${name}.${own}.svc`, `${name}.${own}`);
  }
  return [...new Set(names.flatMap((name) => [name, `${name}:${port}`]))];
}
