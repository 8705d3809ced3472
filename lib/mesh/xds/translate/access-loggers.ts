import type { ProxyNode } from "../registry/proxy-node";
import { type Json, typed } from "./resource";

/** Outbound proxies put it on what they send, so that an inbound proxy knows which requests were already counted. */
export const SOURCE_HEADER = "x-heddle-source";

const SHARED: [name: string, format: string][] = [
  ["destination", "%METADATA(UPSTREAM_HOST:istio:workload)%"],
  ["cluster", "%UPSTREAM_CLUSTER_RAW%"],
  ["code", "%RESPONSE_CODE%"],
  ["grpc", "%GRPC_STATUS_NUMBER%"],
  ["flags", "%RESPONSE_FLAGS%"],
  ["protocol", "%PROTOCOL%"],
];
/** How the request travelled, and the SPIFFE id of the other end: the callee outbound, the caller inbound. */
const TRANSPORT = {
  mesh: [
    ["tls", "%UPSTREAM_TLS_VERSION%"],
    ["peer", "%UPSTREAM_PEER_URI_SAN%"],
  ],
  mesh_in: [
    ["tls", "%DOWNSTREAM_TLS_VERSION%"],
    ["peer", "%DOWNSTREAM_PEER_URI_SAN%"],
  ],
} as const;

/** Label combinations an Envoy keeps at most; what exceeds them is dropped there, and memory stays bounded. */
const LIMITS = { max_counters: 30_000, max_histograms: 10_000 };

/**
 * Exact, unsampled traffic counters by destination workload, code and flags. The logger's proto is newer than the ones
 * at hand, hence TypedStruct, which Envoy takes wherever an extension is configured.
 */
function statsLogger(prefix: keyof typeof TRANSPORT, envoyVersion: string | undefined, filter?: Json): Json {
  const tags = [...SHARED, ...TRANSPORT[prefix]].map(([name, format]) => ({ name, value_format: format }));
  const counter = (name: string, value: Json) => ({ stat: { name, tags }, ...value });
  return {
    name: "envoy.access_loggers.stats",
    ...(filter === undefined ? {} : { filter }),
    typed_config: typed("xds.type.v3.TypedStruct", {
      type_url: "type.googleapis.com/envoy.extensions.access_loggers.stats.v3.Config",
      value: {
        ...(hasScopes(envoyVersion) ? { stats_scope: { prefix, ...LIMITS } } : { stat_prefix: `${prefix}.` }),
        counters: [
          counter("requests_total", { value_fixed: 1 }),
          counter("bytes_sent_total", { value_format: "%BYTES_SENT%" }),
          counter("bytes_received_total", { value_format: "%BYTES_RECEIVED%" }),
        ],
        histograms: [{ stat: { name: "duration", tags }, unit: "Milliseconds", value_format: "%DURATION%" }],
      },
    }),
  };
}

/** Envoy 1.40 took stats_scope in and deprecated stat_prefix; it wants exactly one of them. */
function hasScopes(envoyVersion: string | undefined): boolean {
  const [major = 0, minor = 0] = (envoyVersion ?? "").split(".").map(Number);
  return major > 1 || minor >= 40;
}

/** Counts what the workload sends: reporter "source". */
export function outboundStatsLogger({ envoyVersion }: Pick<ProxyNode, "envoyVersion">): Json {
  return statsLogger("mesh", envoyVersion);
}

/** Counts what arrives from callers without a proxy: reporter "destination". */
export function inboundStatsLogger({ envoyVersion }: Pick<ProxyNode, "envoyVersion">): Json {
  return statsLogger("mesh_in", envoyVersion, {
    header_filter: { header: { name: SOURCE_HEADER, present_match: true, invert_match: true } },
  });
}

const LOG_FIELDS = {
  start_time: "%START_TIME%",
  trace_id: "%TRACE_ID%",
  request_id: "%REQ(X-REQUEST-ID)%",
  method: "%REQ(:METHOD)%",
  path: "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
  authority: "%REQ(:AUTHORITY)%",
  protocol: "%PROTOCOL%",
  response_code: "%RESPONSE_CODE%",
  response_code_details: "%RESPONSE_CODE_DETAILS%",
  response_flags: "%RESPONSE_FLAGS%",
  duration_ms: "%DURATION%",
  bytes_received: "%BYTES_RECEIVED%",
  bytes_sent: "%BYTES_SENT%",
  route_name: "%ROUTE_NAME%",
  upstream_cluster: "%UPSTREAM_CLUSTER_RAW%",
  upstream_host: "%UPSTREAM_HOST%",
  upstream_failure: "%UPSTREAM_TRANSPORT_FAILURE_REASON%",
  upstream_tls: "%UPSTREAM_TLS_VERSION%",
  downstream_tls: "%DOWNSTREAM_TLS_VERSION%",
  downstream_peer: "%DOWNSTREAM_PEER_URI_SAN%",
  downstream_remote_address: "%DOWNSTREAM_REMOTE_ADDRESS%",
};

/** One JSON line a request or connection, with the trace id. `path` "" gives none. */
export function fileLogger(path: string, direction: "inbound" | "outbound" | "gateway"): Json[] {
  if (path === "") return [];
  return [
    {
      name: "envoy.access_loggers.file",
      typed_config: typed("envoy.extensions.access_loggers.file.v3.FileAccessLog", {
        path,
        log_format: { json_format: { direction, ...LOG_FIELDS } },
      }),
    },
  ];
}
