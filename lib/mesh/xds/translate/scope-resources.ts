import type { Finding } from "../../../model/finding";
import { type ServiceTable, serviceNamespaces } from "../registry/mesh-service";
import type { ProxyNode } from "../registry/proxy-node";
import { inboundCluster, outboundClusters } from "./clusters";
import {
  at,
  type Scope,
  type StoredDestinationRule,
  type StoredVirtualService,
  type TranslateContext,
  unsupported,
} from "./context";
import { gatewayRouteTable } from "./gateway-routes";
import type { InboundTransport } from "./inbound-chains";
import { gatewayListener, inboundListener, outboundHttpListener, outboundTcpListener } from "./listeners";
import type { Json } from "./resource";
import { tcpTarget } from "./tcp-target";
import { outboundRouteTable } from "./virtual-hosts";

/** Everything the mesh is made of at one moment. Objects are sorted: oldest, then by name. */
export interface MeshState {
  services: ServiceTable;
  virtualServices: readonly StoredVirtualService[];
  destinationRules: readonly StoredDestinationRule[];
  trustDomain: string;
  /** what copies of requests are known by (mirror-mark.ts) */
  mirrorMark: string;
}

/** What only one proxy has. */
export interface OwnResources {
  clusters: Json[];
  listeners: Json[];
  /** a gateway's table; the outbound one is the scope's */
  routes: Json[];
}

/** What all proxies of one scope share. */
export interface ScopeResources {
  ctx: TranslateContext;
  clusters: Json[];
  endpoints: Json[];
  routes: Json;
}

/** Translates for one scope. `report` gets a finding for everything that could not be expressed. Pure. */
export function scopeResources(state: MeshState, scope: Scope, report: (finding: Finding) => void): ScopeResources {
  const ctx: TranslateContext = { scope, ...state, namespaces: serviceNamespaces(state.services), report };
  reportLayer4(ctx);
  const { clusters, endpoints } = outboundClusters(ctx);
  return { ctx, clusters, endpoints, routes: outboundRouteTable(ctx) };
}

/** A proxy's own listeners, its application, its gateway routes. Pure. */
export function ownResources(
  shared: ScopeResources,
  node: ProxyNode,
  tracing: boolean,
  accepts: InboundTransport["accepts"],
): OwnResources {
  const { ctx } = shared;
  const transport = { accepts, identity: node.principal !== undefined, trustDomain: ctx.trustDomain };
  const { mirrorMark } = ctx;
  const { serves, outboundPort, gateway } = node;
  return {
    clusters: inboundCluster(node),
    listeners: [
      ...(serves ? [inboundListener(node, serves, { tracing, transport, mirrorMark })] : []),
      ...(outboundPort === undefined ? [] : [outboundHttpListener(node, outboundPort, tracing)]),
      ...(gateway ? [gatewayListener(node, gateway.port, tracing)] : []),
      ...node.tcpUpstreams.map((upstream) => outboundTcpListener(node, tcpTarget(ctx, upstream))),
    ],
    routes: gateway ? [gatewayRouteTable(ctx, node, gateway)] : [],
  };
}

/** TLS routes need SNI, which plain-text proxies do not see. */
function reportLayer4(ctx: TranslateContext): void {
  for (const { key, spec } of ctx.virtualServices) {
    if (!spec.tls?.length) continue;
    const place = at({ ctx, kind: "VirtualService", key, path: "spec" }, ".tls");
    unsupported(place, "TLS routes are not served by the embedded control plane; they are left out.");
  }
}

/** What makes two proxies' shared resources differ; proxies with the same key share one translation. */
export function scopeKey(state: MeshState, node: ProxyNode): string {
  const bySource = usesLabels(state);
  return JSON.stringify([
    node.namespace,
    node.principal !== undefined,
    bySource ? Object.entries(node.labels).sort(([a], [b]) => (a < b ? -1 : 1)) : [],
  ]);
}

function usesLabels({ virtualServices, destinationRules }: MeshState): boolean {
  return (
    destinationRules.some(({ spec }) => spec.workloadSelector !== undefined) ||
    virtualServices.some(({ spec }) =>
      [...(spec.http ?? []), ...(spec.tcp ?? [])].some((rule) =>
        rule.match?.some((match) => match.sourceLabels !== undefined),
      ),
    )
  );
}
