import type { AttributeValue, Span } from "../model/span";

function text(value: AttributeValue | undefined): string {
  return value === undefined || value === null || typeof value === "object" ? "" : String(value);
}

/** The first of these attributes that has a value, as text; "" when none has. */
export function attributeOf(span: Span, ...keys: string[]): string {
  for (const key of keys) {
    const value = text(span.attributes[key]);
    if (value !== "") return value;
  }
  return "";
}

function resourceOf(span: Span, ...keys: string[]): string {
  for (const key of keys) {
    const value = text(span.resource[key]);
    if (value !== "") return value;
  }
  return "";
}

/** Written by a proxy (Envoy), not by the service itself. */
export function isProxySpan(span: Span): boolean {
  return (
    attributeOf(span, "component") === "proxy" || attributeOf(span, "upstream_cluster", "upstream_cluster.name") !== ""
  );
}

/** "reviews.shop.svc.cluster.local" of "outbound|9080|v1|reviews.shop.svc.cluster.local"; "" of any other cluster. */
function clusterHost(cluster: string): string {
  const parts = cluster.split("|");
  return parts.length === 4 ? (parts[3] ?? "") : "";
}

/** "v1" of "outbound|9080|v1|host". */
function clusterSubset(cluster: string): string {
  const parts = cluster.split("|");
  return parts.length === 4 ? (parts[2] ?? "") : "";
}

function shortHost(host: string): string {
  return /^[\d.:[\]a-f]+$/i.test(host) && /[\d:]/.test(host) ? host : (host.split(".")[0] ?? host);
}

/** Whom a span that calls out says it calls, when that one sent no span: cluster, peer or database; "" when it does not say. */
export function calleeOf(span: Span): { service: string; version: string } {
  const cluster = attributeOf(span, "upstream_cluster.name", "upstream_cluster");
  const host = clusterHost(cluster);
  if (host) return { service: shortHost(host), version: clusterSubset(cluster) };
  const peer = attributeOf(
    span,
    "peer.service",
    "server.address",
    "net.peer.name",
    "db.namespace",
    "db.name",
    "db.system.name",
    "db.system",
  );
  return { service: peer, version: "" };
}

/** The version a service says it has: resource attributes first, then what Istio's proxies add. */
export function versionOf(span: Span): string {
  return resourceOf(span, "service.version") || attributeOf(span, "istio.canonical_revision");
}

/** Key of the machine whose clock stamped the span; "" when it cannot be told. Source: Jaeger's host key, plus Envoy's node id. */
export function hostKey(span: Span): string {
  const ips = span.resource["host.ip"];
  const firstIp = Array.isArray(ips) ? text(ips[0]) : text(ips);
  const host = resourceOf(span, "host.id") || firstIp || resourceOf(span, "host.name");
  if (host) return host;
  const nodeIp = attributeOf(span, "node_id").split("~")[1];
  return nodeIp ?? resourceOf(span, "k8s.node.name", "k8s.pod.ip");
}

function pathOf(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "").split(/[?#]/)[0] ?? "";
  return path === "" ? "/" : path;
}

/** What was asked, as people name it: "GET /reviews/7" for HTTP by a proxy, the method path for gRPC, else the span's name. */
export function operationOf(span: Span): string {
  if (!isProxySpan(span)) return span.name;
  const grpc = attributeOf(span, "grpc.path");
  if (grpc) return grpc;
  const method = attributeOf(span, "http.request.method", "http.method");
  const url = attributeOf(span, "http.url", "url.full", "url.path");
  return method && url ? `${method} ${pathOf(url)}` : span.name;
}

/** HTTP status, else gRPC status of the span; "" when it has none; "0": no answer came. */
export function codeOf(span: Span): string {
  return attributeOf(span, "http.response.status_code", "http.status_code", "grpc.status_code", "rpc.grpc.status_code");
}

/** Envoy's response flags: "UT", "UF,URX"; "" for none. */
export function flagsOf(span: Span): string {
  const flags = attributeOf(span, "response_flags");
  return flags === "-" ? "" : flags;
}

/** Failed: status error, an `error` attribute, HTTP 5xx, or a proxy that got no answer. Source: OpenTelemetry's RED rules. */
export function failed(span: Span): boolean {
  if (span.status === "error") return true;
  if (["true", "1"].includes(attributeOf(span, "error"))) return true;
  const http = attributeOf(span, "http.response.status_code", "http.status_code");
  if (http !== "") return Number(http) >= 500 || (http === "0" && isProxySpan(span));
  const grpc = attributeOf(span, "grpc.status_code", "rpc.grpc.status_code");
  return grpc !== "" && grpc !== "0" && /^\d+$/.test(grpc);
}

/** Stands on the asking side of a hop. */
export function asks(span: Span): boolean {
  return span.kind === "client" || span.kind === "producer";
}

/** Stands on the answering side of a hop. */
export function answers(span: Span): boolean {
  return span.kind === "server" || span.kind === "consumer";
}
