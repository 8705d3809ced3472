import { LATENCY_BOUNDS_MS } from "../../model/latency-bounds";
import { BootstrapOptions, type ParsedBootstrapOptions } from "./bootstrap-options";
import { type HostPort, isIpLiteral } from "./host-port";

/** Static cluster of the bootstrap through which proxies reach this control plane. */
export const XDS_CLUSTER = "heddle-xds";
/** Static cluster of the bootstrap through which proxies export spans (OTLP over gRPC). */
export const OTLP_CLUSTER = "heddle-otlp";

/**
 * The bootstrap with which a stock Envoy joins the mesh, as the JSON form of envoy.config.bootstrap.v3.Bootstrap.
 * Pure: same options, same answer. Throws a ZodError that names every bad option.
 * Names follow Istio's: node id `sidecar~<ip>~<workload>-<n>.<ns>~<ns>.svc.cluster.local`, cluster `<workload>.<ns>`.
 */
export function bootstrap(input: BootstrapOptions): Record<string, unknown> {
  const options = BootstrapOptions.parse(input);
  return {
    node: {
      id: nodeId(options),
      cluster: `${options.workload}.${options.namespace}`,
      metadata: nodeMetadata(options),
    },
    admin: { address: socketAddress({ host: options.adminAddress, port: options.adminPort }) },
    dynamic_resources: {
      ads_config: {
        api_type: "GRPC",
        transport_api_version: "V3",
        set_node_on_first_message_only: true,
        grpc_services: [
          {
            // After an outage of the control plane proxies come back within seconds, not within Envoy's default of 30 s.
            envoy_grpc: {
              cluster_name: XDS_CLUSTER,
              retry_policy: { retry_back_off: { base_interval: "0.2s", max_interval: "2s" } },
            },
            ...(options.joinToken === undefined
              ? {}
              : { initial_metadata: [{ key: "authorization", value: `Bearer ${options.joinToken}` }] }),
          },
        ],
      },
      cds_config: { ads: {}, resource_api_version: "V3", initial_fetch_timeout: "0s" },
      lds_config: { ads: {}, resource_api_version: "V3", initial_fetch_timeout: "0s" },
    },
    static_resources: { clusters: [xdsCluster(options), grpcCluster(OTLP_CLUSTER, [options.otlp])] },
    stats_flush_interval: "1s",
    stats_config: statsConfig(),
    deferred_stat_options: { enable_deferred_creation_stats: true },
    layered_runtime: {
      layers: [
        {
          name: "heddle",
          static_layer: {
            // Envoy refuses regexes over a program size of 100 by default; Istio's limit is this one.
            re2: { max_program_size: { error_level: 32_768 } },
            // Spans leave within a second (Envoy's default: five), in bigger lots (default: five spans).
            tracing: { opentelemetry: { flush_interval_ms: 1000, min_flush_spans: 100 } },
          },
        },
        { name: "admin", admin_layer: {} },
      ],
    },
  };
}

function nodeId(options: ParsedBootstrapOptions): string {
  const { address, workload, namespace } = options;
  return `sidecar~${address}~${workload}-${instanceOf(options)}.${namespace}~${namespace}.svc.cluster.local`;
}

/** Default instance name: unique on one machine by the port, across machines by the address. */
function instanceOf(options: ParsedBootstrapOptions): string {
  if (options.instance !== undefined) return options.instance;
  const port = options.inboundPort ?? options.gatewayPort ?? options.outboundPort ?? options.adminPort;
  const loopback = options.address === "127.0.0.1" || options.address === "::1";
  return loopback ? String(port) : `${options.address.replace(/[^0-9a-fA-F]/g, "-").toLowerCase()}-${port}`;
}

/** What the registry reads back (registry/proxy-node.ts). Absent things are left out, numbers are strings. */
function nodeMetadata(options: ParsedBootstrapOptions): Record<string, unknown> {
  const app = options.app ?? options.service ?? options.workload;
  const optional: Record<string, string | number | undefined> = {
    SERVICE: options.service,
    SERVICE_PORT: options.service === undefined ? undefined : (options.servicePort ?? options.appPort),
    APP_PORT: options.appPort,
    INBOUND_PORT: options.service === undefined ? undefined : options.inboundPort,
    OUTBOUND_PORT: options.outboundPort,
    GATEWAY: options.gatewayPort === undefined ? undefined : "1",
    GATEWAY_PORT: options.gatewayPort,
    GATEWAY_UPSTREAM: options.upstream,
    SERVICE_ACCOUNT: options.serviceAccount,
  };
  const given = Object.entries(optional).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return {
    NAMESPACE: options.namespace,
    WORKLOAD_NAME: options.workload,
    LABELS: { ...options.labels, app, version: options.version },
    CLUSTER_ID: options.mesh,
    INTERCEPTION_MODE: "NONE",
    PROTOCOL: options.protocol,
    ADDRESS: options.address,
    ADMIN_PORT: String(options.adminPort),
    ADMIN_ADDRESS: options.adminAddress,
    ...Object.fromEntries(given),
    TCP_UPSTREAMS: Object.fromEntries(options.tcpUpstreams.map((u) => [`${u.host}:${u.port}`, String(u.localPort)])),
    TRACE_PERCENT: String(options.tracePercent),
    ACCESS_LOG: options.accessLog,
  };
}

function socketAddress({ host, port }: HostPort) {
  return { socket_address: { address: host, port_value: port } };
}

/** The control plane is known by its SPIFFE id, not by the name it is reached under. */
function xdsCluster({ xds, xdsCa }: ParsedBootstrapOptions): Record<string, unknown> {
  if (!xdsCa) return grpcCluster(XDS_CLUSTER, xds);
  const [first] = xds;
  const typed_config = {
    "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
    ...(first === undefined || isIpLiteral(first.host) ? {} : { sni: first.host }),
    common_tls_context: {
      alpn_protocols: ["h2"],
      validation_context: {
        trusted_ca: { inline_string: xdsCa.pem },
        match_typed_subject_alt_names: [{ san_type: "URI", matcher: { exact: xdsCa.spiffeId } }],
      },
    },
  };
  return {
    ...grpcCluster(XDS_CLUSTER, xds),
    transport_socket: { name: "envoy.transport_sockets.tls", typed_config },
  };
}

/** HTTP/2 with pings, so that a half-open connection is noticed within 15 s. */
function grpcCluster(name: string, at: readonly HostPort[]): Record<string, unknown> {
  return {
    name,
    alt_stat_name: `${name};`,
    type: at.every(({ host }) => isIpLiteral(host)) ? "STATIC" : "STRICT_DNS",
    connect_timeout: "5s",
    load_assignment: {
      cluster_name: name,
      endpoints: [{ lb_endpoints: at.map((one) => ({ endpoint: { address: socketAddress(one) } })) }],
    },
    upstream_connection_options: { tcp_keepalive: { keepalive_time: 30 } },
    typed_extension_protocol_options: {
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
        "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
        explicit_http_config: {
          http2_protocol_options: { connection_keepalive: { interval: "10s", timeout: "5s" } },
        },
      },
    },
  };
}

/** Tags as Istio's bootstrap has them, so that cluster names with dots come out whole; Heddle's histogram bounds. */
function statsConfig(): Record<string, unknown> {
  const bounds = [...LATENCY_BOUNDS_MS];
  return {
    use_all_default_tags: false,
    stats_tags: [
      { tag_name: "cluster_name", regex: "^cluster(\\.(.+?);)" },
      { tag_name: "http_conn_manager_prefix", regex: "^http(\\.(.+?);)" },
      { tag_name: "tcp_prefix", regex: "^tcp(\\.(.+?);)" },
      { tag_name: "listener_address", regex: "^listener(\\.(.+?);)" },
      { tag_name: "response_code", regex: "_rq(_(\\d{3}))$" },
      { tag_name: "response_code_class", regex: "_rq(_(\\dxx))$" },
    ],
    histogram_bucket_settings: [
      { match: { prefix: "mesh." }, buckets: bounds },
      { match: { prefix: "mesh_in." }, buckets: bounds },
    ],
  };
}
