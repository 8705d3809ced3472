import { flagList } from "../../graph/outcome";
import type { EdgeProtocol, EdgeSample, Reporter } from "../../model/edge-sample";
import type { ScrapeTarget } from "../../model/proxy";
import { type Peer, UNKNOWN_PEER } from "../../model/workload";
import { clusterDestination } from "../edges/cluster-name";

/** The families of the stats access loggers, outbound (mesh) and inbound (mesh_in, mesh_in_served), as Prometheus names them. */
const FAMILY =
  /^envoy_(mesh|mesh_in|mesh_in_served)_(requests_total|bytes_sent_total|bytes_received_total|duration_bucket|duration_sum)$/;
const TCP: Record<string, TcpFigure> = {
  envoy_cluster_upstream_cx_total: "count",
  envoy_cluster_upstream_cx_tx_bytes_total: "bytesSent",
  envoy_cluster_upstream_cx_rx_bytes_total: "bytesReceived",
};
/** All that came in plaintext, by the callee's own listener. */
export const PLAINTEXT_IN = "envoy_mesh_plain_requests_total";
export const UPTIME = "envoy_server_uptime";
/** TLS handshakes of a cluster's connections: with it their count tells how TCP travels. */
export const HANDSHAKES = "envoy_cluster_ssl_handshake";

export type TcpFigure = "count" | "bytesSent" | "bytesReceived";
/** Bytes are seen from the source: what the proxy received from its caller is sent. `bucket`: latency by upper bound. */
export type HttpFigure = "count" | "bytesSent" | "bytesReceived" | "latencySumMs" | "bucket";

const HTTP: Record<string, HttpFigure> = {
  requests_total: "count",
  bytes_sent_total: "bytesReceived",
  bytes_received_total: "bytesSent",
  duration_bucket: "bucket",
  duration_sum: "latencySumMs",
};

export function wantsSample(name: string): boolean {
  return name === UPTIME || name === HANDSHAKES || name === PLAINTEXT_IN || name in TCP || FAMILY.test(name);
}

export interface ProxySample {
  edge: EdgeSample;
  figure: HttpFigure;
}

/** What one sample of a proxy says about which edge; null when it says nothing. */
export function proxySample(
  target: ScrapeTarget,
  name: string,
  labels: ReadonlyMap<string, string>,
): ProxySample | null {
  const family = FAMILY.exec(name);
  if (family) {
    const figure = HTTP[family[2] ?? ""];
    if (figure !== undefined && family[1] === "mesh_in_served") return { edge: servedEdge(target, labels), figure };
    const reporter = family[1] === "mesh" ? "source" : "destination";
    return figure === undefined ? null : { edge: httpEdge(target, reporter, labels), figure };
  }
  if (name === PLAINTEXT_IN) {
    const edge = newEdge("inbound", UNKNOWN_PEER, target.source, "", labels.get("kind") === "tcp" ? "tcp" : "http");
    return { edge: { ...edge, mtls: "none" }, figure: "count" };
  }
  const figure = TCP[name];
  const cluster = labels.get("envoy_cluster_name") ?? labels.get("cluster_name") ?? "";
  const callee = target.outboundTcp[cluster];
  if (figure === undefined || callee === undefined) return null;
  const host = clusterDestination(cluster)?.host ?? "";
  const edge = newEdge("source", target.source, callee, host, "tcp");
  return { edge, figure };
}

function newEdge(
  reporter: Reporter,
  source: Peer,
  destination: Peer,
  destinationHost: string,
  protocol: EdgeProtocol,
): EdgeSample {
  return {
    source,
    destination,
    destinationHost,
    protocol,
    code: "",
    flags: "",
    mtls: "unknown",
    sourcePrincipal: "",
    destinationPrincipal: "",
    reporter,
    origin: "envoy",
    estimated: false,
    count: 0,
    latency: [],
    latencySumMs: 0,
    bytesSent: 0,
    bytesReceived: 0,
  };
}

function plain(value: string | undefined): string {
  return value === undefined || value === "-" ? "" : value;
}

/** What the callee's proxy says of its answers. Copies of requests have a source, all else is summed over its callers. */
function servedEdge(target: ScrapeTarget, labels: ReadonlyMap<string, string>): EdgeSample {
  const copied = labels.get("route") === "mirrored";
  const [workload = "", namespace = ""] = copied ? plain(labels.get("source")).split(";") : [];
  const caller = workload === "" ? UNKNOWN_PEER : { ...UNKNOWN_PEER, workload, namespace };
  const outcome = outcomeLabels(labels);
  const edge = newEdge(copied ? "mirrored" : "served", caller, target.source, "", outcome.protocol);
  // An inbound listener asks everyone who comes with TLS for a certificate.
  return { ...edge, ...outcome, mtls: plain(labels.get("tls")) === "" ? "none" : "mutual_tls" };
}

function outcomeLabels(labels: ReadonlyMap<string, string>): Pick<EdgeSample, "protocol" | "code" | "flags"> {
  const grpc = plain(labels.get("grpc"));
  const code = grpc || plain(labels.get("code")) || "0";
  return { protocol: grpc === "" ? "http" : "grpc", code, flags: plain(labels.get("flags")) };
}

function httpEdge(target: ScrapeTarget, reporter: Reporter, labels: ReadonlyMap<string, string>): EdgeSample {
  const outcome = outcomeLabels(labels);
  const outbound = reporter === "source";
  const cluster = clusterDestination(plain(labels.get("cluster")));
  const destination = outbound ? calleeOf(labels, cluster?.peer ?? UNKNOWN_PEER) : target.source;
  const caller = outbound ? target.source : UNKNOWN_PEER;
  const edge = { ...newEdge(reporter, caller, destination, cluster?.host ?? "", outcome.protocol), ...outcome };
  const peer = plain(labels.get("peer"));
  edge.mtls = transportOf(plain(labels.get("tls")), peer, outbound && unsent(edge));
  if (edge.mtls === "mutual_tls") {
    const own = target.principal ?? "";
    edge.sourcePrincipal = outbound ? own : peer;
    edge.destinationPrincipal = outbound ? peer : own;
  }
  return edge;
}

/**
 * Flags of requests that the caller's proxy answered itself, on no connection at all. Source: Envoy access log documentation
 * (%RESPONSE_FLAGS%). URX is none of them: the attempts that were used up may have been answered.
 */
const ON_NO_CONNECTION = new Set(["UF", "UH", "UO", "NR", "NC", "DF", "FI", "RL", "OM", "DO"]);

/** Whether a caller's request went out on no connection, so that nothing is known of its transport. */
function unsent({ code, flags }: Pick<EdgeSample, "code" | "flags">): boolean {
  return code === "0" || flagList(flags).some((flag) => ON_NO_CONNECTION.has(flag));
}

/**
 * `tls`: the version on the connection; "" when it was plain, or when none was made (`none`). Mutual is what both ends
 * of the mesh have a name in; TLS to a server outside is neither mutual nor plaintext.
 */
function transportOf(tls: string, peer: string, none: boolean): EdgeSample["mtls"] {
  if (tls !== "") return peer.startsWith("spiffe://") ? "mutual_tls" : "unknown";
  return none ? "unknown" : "none";
}

/** `workload;namespace;service;version;cluster` of the chosen host; with none chosen the cluster tells the service. */
function calleeOf(labels: ReadonlyMap<string, string>, fromCluster: Peer): Peer {
  const [workload = "", namespace = "", service = "", version = ""] = plain(labels.get("destination")).split(";");
  if (workload === "") return fromCluster;
  return { namespace, workload, app: service, service: fromCluster.service || service, version };
}
