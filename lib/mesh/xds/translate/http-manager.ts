import { OTLP_CLUSTER } from "../bootstrap";
import type { ProxyNode } from "../registry/proxy-node";
import { type Json, typed } from "./resource";

/** Everything that differs between the connection managers of a proxy. */
export interface HttpManagerParts {
  node: ProxyNode;
  /** name in stats; the bootstrap's tag regexes cut at its closing ";" */
  statPrefix: string;
  routes: Json;
  accessLog: Json[];
  /** when the access log is written besides at the end of a request */
  logOptions?: Json;
  filters: Json[];
  tracing: boolean;
  gateway?: boolean;
  /** tells the application in x-forwarded-client-cert who called over mutual TLS; taken off everything else */
  namesCallers?: boolean;
}

/** The HTTP connection manager filter (policy.md 2.7: fault, cors, router; defaults as Istio's). */
export function httpManager(parts: HttpManagerParts): Json {
  const { node, gateway = false } = parts;
  return {
    name: "envoy.filters.network.http_connection_manager",
    typed_config: typed("envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager", {
      stat_prefix: `${parts.statPrefix};`,
      ...parts.routes,
      http_filters: [
        ...parts.filters,
        { name: "envoy.filters.http.fault", typed_config: typed("envoy.extensions.filters.http.fault.v3.HTTPFault") },
        { name: "envoy.filters.http.cors", typed_config: typed("envoy.extensions.filters.http.cors.v3.Cors") },
        { name: "envoy.filters.http.router", typed_config: typed("envoy.extensions.filters.http.router.v3.Router") },
      ],
      access_log: parts.accessLog,
      ...(parts.logOptions ? { access_log_options: parts.logOptions } : {}),
      ...(parts.tracing ? { tracing: tracing(node, gateway) } : {}),
      ...(parts.namesCallers
        ? {
            forward_client_cert_details: "APPEND_FORWARD",
            set_current_client_cert_details: { subject: true, uri: true },
          }
        : {}),
      use_remote_address: gateway,
      normalize_path: true,
      stream_idle_timeout: "0s",
      server_header_transformation: "PASS_THROUGH",
      preserve_external_request_id: true,
      upgrade_configs: [{ upgrade_type: "websocket" }],
      http_protocol_options: { accept_http_10: true },
    }),
  };
}

/** W3C trace context is kept; the callee's and the caller's proxies are told apart by span kind and heddle.workload. */
function tracing(node: ProxyNode, gateway: boolean): Json {
  const tags: Record<string, string> = {
    "istio.canonical_service": node.app,
    "istio.canonical_revision": node.version,
    "istio.namespace": node.namespace,
    "istio.mesh_id": node.meshName,
    "heddle.workload": node.workload,
  };
  return {
    random_sampling: { value: node.tracePercent },
    provider: {
      name: "envoy.tracers.opentelemetry",
      typed_config: typed("envoy.config.trace.v3.OpenTelemetryConfig", {
        grpc_service: { envoy_grpc: { cluster_name: OTLP_CLUSTER }, timeout: "1s" },
        service_name: node.app,
      }),
    },
    custom_tags: Object.entries(tags).map(([tag, value]) => ({ tag, literal: { value } })),
    // A gateway is one process in the picture: a server span with a client span for what it sends on.
    ...(gateway ? { spawn_upstream_span: true } : {}),
  };
}
