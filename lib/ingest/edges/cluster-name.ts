import { type Peer, UNKNOWN_PEER } from "../../model/workload";

/** Who an outbound cluster leads to, as far as its name tells. */
export interface ClusterDestination {
  host: string;
  port: string;
  peer: Peer;
}

const SERVICE_DOMAIN = /^([^.]+)\.([^.]+)\.svc(?:\..+)?$/;

/** Service and namespace of a host: reviews.shop.svc.cluster.local; any other host is a service named by itself. */
export function peerOfHost(host: string, version = ""): Peer {
  const match = SERVICE_DOMAIN.exec(host);
  if (match) {
    const [, service = "", namespace = ""] = match;
    return { namespace, workload: "", app: service, service, version };
  }
  return { ...UNKNOWN_PEER, service: host, app: host };
}

/**
 * Reads `direction|port|subset|host` (Istio's grammar, `;`-separated alternatives cut). null for inbound clusters and for names of
 * another kind; Passthrough and BlackHole clusters are destinations of their own, as Kiali shows them.
 */
export function clusterDestination(cluster: string): ClusterDestination | null {
  if (cluster === "PassthroughCluster" || cluster === "BlackHoleCluster") {
    return { host: cluster, port: "", peer: { ...UNKNOWN_PEER, service: cluster, app: cluster } };
  }
  const end = cluster.indexOf(";");
  const [direction, port = "", subset = "", host = ""] = (end < 0 ? cluster : cluster.slice(0, end)).split("|");
  if (direction !== "outbound" || host === "") return null;
  return { host, port, peer: peerOfHost(host, subset) };
}
