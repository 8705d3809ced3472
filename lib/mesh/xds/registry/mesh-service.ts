import type { ServicePort } from "../../../model/workload";

/** One address behind a service's port. `tag` is the workload string that callers' metrics show. */
export interface MeshEndpoint {
  address: string;
  port: number;
  labels: Record<string, string>;
  tag: string;
  weight: number;
  workload: string;
  namespace: string;
  /** SPIFFE id of the proxy in front of it; absent without identity */
  principal?: string | undefined;
  /** callers with an identity are to use mutual TLS */
  offersTls?: boolean;
}

/** How Envoy finds the addresses: told by us, or by DNS. */
export type Discovery = "eds" | "strictDns" | "logicalDns";

/** A name callers use with its ports and where each port leads. */
export interface MeshService {
  host: string;
  namespace: string;
  name: string;
  external: boolean;
  discovery: Discovery;
  ports: ServicePort[];
  /** service port -> endpoints */
  endpoints: Map<number, MeshEndpoint[]>;
  /** namespaces that see it; undefined: all */
  exportTo: string[] | undefined;
}

/** Everything routable, by host. */
export type ServiceTable = Map<string, MeshService>;

/** true when a proxy of `namespace` may see something of `ownNamespace` exported to `exportTo` (Istio's grammar: ".", "*", names). */
export function visibleIn(namespace: string, ownNamespace: string, exportTo: readonly string[] | undefined): boolean {
  if (!exportTo || exportTo.length === 0) return true;
  return exportTo.some((to) => to === "*" || to === namespace || (to === "." && namespace === ownNamespace));
}

/** The namespaces that hold services: they decide what the short name `a.b` means. */
export function serviceNamespaces(services: ServiceTable): Set<string> {
  return new Set([...services.values()].filter((service) => !service.external).map((service) => service.namespace));
}
