import type { EdgeProtocol, EdgeSample, Mtls, Reporter } from "../../model/edge-sample";
import type { Peer } from "../../model/workload";

/** Labels by name; absent ones are undefined. */
export type Labels = ReadonlyMap<string, string>;

function known(labels: Labels, name: string): string {
  const value = labels.get(name);
  return value === undefined || value === "unknown" ? "" : value;
}

function peer(labels: Labels, side: "source" | "destination"): Peer {
  const get = (name: string) => known(labels, `${side}_${name}`);
  const service = side === "destination" ? get("service_name") : "";
  return {
    namespace: get("workload_namespace") || (side === "destination" ? get("service_namespace") : ""),
    workload: get("workload"),
    app: get("app") || get("canonical_service"),
    service: service || get("canonical_service"),
    version: get("version") || get("canonical_revision"),
  };
}

const MTLS: Record<string, Mtls> = { mutual_tls: "mutual_tls", none: "none" };

/**
 * The edge that an Istio standard metric is about, with empty figures. null when it has no reporter. Labels users may take away
 * (all but reporter, source and destination) are optional. A waypoint stands before the destination and reports for it.
 * Source: Istio standard metrics, labels.
 */
export function edgeOfIstioLabels(labels: Labels, tcp: boolean): EdgeSample | null {
  const reporter = labels.get("reporter");
  if (reporter === undefined) return null;
  const protocol = protocolOf(labels, tcp);
  return {
    source: peer(labels, "source"),
    destination: peer(labels, "destination"),
    destinationHost: known(labels, "destination_service"),
    protocol,
    code: protocol === "tcp" ? "" : codeOf(labels, protocol),
    flags: flagsOf(labels),
    mtls: MTLS[labels.get("connection_security_policy") ?? ""] ?? "unknown",
    sourcePrincipal: known(labels, "source_principal"),
    destinationPrincipal: known(labels, "destination_principal"),
    reporter: (reporter === "source" ? "source" : "destination") satisfies Reporter,
    origin: "istio",
    estimated: false,
    count: 0,
    latency: [],
    latencySumMs: 0,
    bytesSent: 0,
    bytesReceived: 0,
  };
}

function protocolOf(labels: Labels, tcp: boolean): EdgeProtocol {
  if (tcp) return "tcp";
  return labels.get("request_protocol") === "grpc" ? "grpc" : "http";
}

function codeOf(labels: Labels, protocol: EdgeProtocol): string {
  const http = known(labels, "response_code");
  return protocol === "grpc" ? known(labels, "grpc_response_status") || http : http;
}

function flagsOf(labels: Labels): string {
  const flags = known(labels, "response_flags");
  return flags === "-" ? "" : flags;
}
