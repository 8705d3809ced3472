import type { MeshEndpoint, MeshService } from "../registry/mesh-service";
import { type Json, socketAddress } from "./resource";
import { OFFERS_TLS } from "./transport-sockets";

/** The endpoints of a service's port, of one subset when its labels are given. Source: policy.md 2.5. */
export function endpointsOf(service: MeshService, port: number, subset?: Record<string, string>): MeshEndpoint[] {
  const all = service.endpoints.get(port) ?? [];
  if (!subset) return all;
  return all.filter(({ labels }) => Object.entries(subset).every(([name, value]) => labels[name] === value));
}

/** A ClusterLoadAssignment; without endpoints it is empty, and Envoy answers 503 with flag UH. */
export function loadAssignment(cluster: string, endpoints: readonly MeshEndpoint[]): Json {
  const lb = endpoints.map((endpoint) => ({
    endpoint: { address: socketAddress(endpoint.address, endpoint.port) },
    load_balancing_weight: Math.max(1, endpoint.weight),
    metadata: {
      filter_metadata: {
        istio: { workload: endpoint.tag },
        ...(endpoint.offersTls ? { "envoy.transport_socket_match": OFFERS_TLS } : {}),
      },
    },
  }));
  return { cluster_name: cluster, endpoints: lb.length > 0 ? [{ lb_endpoints: lb }] : [] };
}
