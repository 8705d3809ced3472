import { envoyAtLeast } from "../registry/envoy-at-least";
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
  const tags = tagsOf([...SHARED, ...TRANSPORT[prefix]]);
  const counter = (name: string, value: Json) => ({ stat: { name, tags }, ...value });
  const counters = [
    counter("requests_total", { value_fixed: 1 }),
    counter("bytes_sent_total", { value_format: "%BYTES_SENT%" }),
    counter("bytes_received_total", { value_format: "%BYTES_RECEIVED%" }),
  ];
  return statsConfig(prefix, envoyVersion, { counters, histograms: [durations(tags)] }, filter);
}

const tagsOf = (tags: readonly (readonly [name: string, format: string])[]): Json[] =>
  tags.map(([name, value_format]) => ({ name, value_format }));

const durations = (tags: Json[]): Json => ({
  stat: { name: "duration", tags },
  unit: "Milliseconds",
  value_format: "%DURATION%",
});

/** Envoy 1.40 took stats_scope in and deprecated stat_prefix; it wants exactly one of them. */
function statsConfig(prefix: string, envoyVersion: string | undefined, stats: Json, filter?: Json): Json {
  return {
    name: "envoy.access_loggers.stats",
    ...(filter === undefined ? {} : { filter }),
    typed_config: typed("xds.type.v3.TypedStruct", {
      type_url: "type.googleapis.com/envoy.extensions.access_loggers.stats.v3.Config",
      value: {
        ...(envoyAtLeast(envoyVersion, 40) ? { stats_scope: { prefix, ...LIMITS } } : { stat_prefix: `${prefix}.` }),
        ...stats,
      },
    }),
  };
}

/** Counts what the workload sends: reporter "source". */
export function outboundStatsLogger({ envoyVersion }: Pick<ProxyNode, "envoyVersion">): Json {
  return statsLogger("mesh", envoyVersion);
}

/** Counts what arrives from callers without a proxy: reporter "destination". */
export function inboundStatsLogger({ envoyVersion }: Pick<ProxyNode, "envoyVersion">): Json {
  const unmarked: Json = {
    header_filter: { header: { name: SOURCE_HEADER, present_match: true, invert_match: true } },
  };
  return statsLogger("mesh_in", envoyVersion, { and_filter: { filters: [unmarked, AT_END] } });
}

const SERVED: [name: string, format: string][] = [
  ["route", "%ROUTE_NAME%"],
  ["source", "%REQ(X-HEDDLE-MIRRORED)%"],
  ["code", "%RESPONSE_CODE%"],
  ["grpc", "%GRPC_STATUS_NUMBER%"],
  ["flags", "%RESPONSE_FLAGS%"],
  ["protocol", "%PROTOCOL%"],
  ["tls", "%DOWNSTREAM_TLS_VERSION%"],
];

/**
 * Counts everything the application is asked, by the route it took in: copies of requests (mirror-mark.ts) apart from all else, which
 * are reporters "mirrored" and "served". Only a copy has a source here, so that no caller can multiply the series.
 */
export function servedStatsLogger({ envoyVersion }: Pick<ProxyNode, "envoyVersion">): Json {
  const tags = tagsOf(SERVED);
  const counters = [{ stat: { name: "requests_total", tags }, value_fixed: 1 }];
  return statsConfig("mesh_in.served", envoyVersion, { counters, histograms: [durations(tags)] }, AT_END);
}

/** Log types: the end of a request or connection; and its begin, with a sign of life each minute while it lasts. */
const AT_END: Json = { log_type_filter: { types: ["DownstreamEnd", "TcpConnectionEnd"] } };
const WHILE_OPEN: Json = {
  log_type_filter: { types: ["DownstreamStart", "DownstreamPeriodic", "TcpUpstreamConnected", "TcpPeriodic"] },
};

/** Options of a plaintext chain's HTTP manager and TCP proxy: without them a stream shows only when it ends. */
export const LOG_OPEN_HTTP: Json = { access_log_flush_interval: "60s", flush_access_log_on_new_request: true };
export const LOG_OPEN_TCP: Json = { access_log_flush_interval: "60s", flush_access_log_on_connected: true };

/**
 * Counts every request or connection of a plaintext chain: reporter "inbound". The chain decides, so by the connection's TLS facts
 * alone: no header of a caller hides anything. One series a protocol, that no caller can multiply.
 */
export function plaintextLogger({ envoyVersion }: Pick<ProxyNode, "envoyVersion">, kind: "http" | "tcp"): Json {
  const counter = { stat: { name: "requests_total", tags: [{ name: "kind", value_format: kind }] }, value_fixed: 1 };
  return statsConfig("mesh_plain", envoyVersion, { counters: [counter] }, WHILE_OPEN);
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
      ...(direction === "inbound" ? { filter: AT_END } : {}),
      typed_config: typed("envoy.extensions.access_loggers.file.v3.FileAccessLog", {
        path,
        log_format: { json_format: { direction, ...LOG_FIELDS } },
      }),
    },
  ];
}
