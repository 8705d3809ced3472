import { resolveHost } from "../../../policy/resolve-host";
import type { Destination } from "../../../policy/schema/http-route";
import { outboundCluster } from "./cluster-name";
import { at, type Place, unsupported } from "./context";

/** A destination resolved to the cluster it means. */
export interface Target {
  cluster: string;
  host: string;
  port: number;
  subset: string;
}

/**
 * The cluster of a destination: its port, else the service's only one, else the caller's. An unknown host keeps its name:
 * Envoy then answers 503 with flag NC, which is what Istio does too; the finding says so beforehand.
 */
export function resolveDestination(destination: Destination, callerPort: number, place: Place): Target {
  const { ctx, key } = place;
  const host = resolveHost(destination.host, key.namespace, ctx.namespaces);
  const service = ctx.services.get(host);
  if (!service) unsupported(at(place, ".host"), `${host} is no service of this mesh now; requests get 503 (NC).`);
  const only = service?.ports.length === 1 ? service.ports[0]?.number : undefined;
  const port = destination.port?.number ?? only ?? callerPort;
  const subset = destination.subset ?? "";
  return { cluster: outboundCluster(port, subset, host), host, port, subset };
}
