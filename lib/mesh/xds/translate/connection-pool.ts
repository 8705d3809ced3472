import type { ServicePort } from "../../../model/workload";
import { at, duration, type Place, reportFields, unsupported } from "./context";
import { compact, type Json, typed } from "./resource";
import type { PolicyBlocks } from "./traffic-policy-for";

const NO_LIMIT = 4_294_967_295;
const HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

/** What else stands in the upstream HTTP options of a cluster. */
interface MoreOptions {
  /** how TLS takes names from the request */
  byHost: Json | undefined;
  /** what each request passes through on its way out */
  filters: Json[] | undefined;
}

/**
 * Circuit breakers, timeouts and the upstream protocol of a cluster. What no rule sets has no limit (Istio's default, not
 * Envoy's 1024). Source: policy.md 2.4, applyConnectionPool.
 */
export function connectionPool(
  policy: PolicyBlocks,
  protocol: ServicePort["protocol"],
  place: Place,
  more: MoreOptions,
): Json {
  const { tcp = {}, http = {} } = policy.connectionPool ?? {};
  const tcpPlace = at(place, ".connectionPool.tcp");
  const keepalive = tcp.tcpKeepalive;
  const seconds = (name: "time" | "interval") => {
    const text = duration(at(tcpPlace, `.tcpKeepalive.${name}`), keepalive?.[name]);
    return text === undefined ? undefined : Math.round(Number(text.slice(0, -1)));
  };
  return compact({
    connect_timeout: duration(at(tcpPlace, ".connectTimeout"), tcp.connectTimeout) ?? "10s",
    circuit_breakers: {
      thresholds: [
        compact({
          max_connections: limit(tcp.maxConnections),
          max_pending_requests: limit(http.http1MaxPendingRequests),
          max_requests: limit(http.http2MaxRequests),
          max_retries: limit(http.maxRetries),
          retry_budget: retryBudget(policy, at(place, ".retryBudget")),
        }),
      ],
    },
    upstream_connection_options: keepalive
      ? {
          tcp_keepalive: compact({
            keepalive_probes: keepalive.probes,
            keepalive_time: seconds("time"),
            keepalive_interval: seconds("interval"),
          }),
        }
      : undefined,
    typed_extension_protocol_options: protocolOptions(policy, protocol, place, more),
  });
}

/** 0 cannot be told from "not set" in Istio's API: both mean no limit. */
function limit(value: number | undefined): number {
  return value === undefined || value <= 0 ? NO_LIMIT : value;
}

function retryBudget({ retryBudget: budget }: PolicyBlocks, place: Place): Json | undefined {
  if (!budget) return undefined;
  reportFields(place, budget, ["budgetInterval"], "this Envoy API has no interval for retry budgets; it is ignored.");
  return {
    budget_percent: { value: budget.percent ?? 20 },
    min_retry_concurrency: budget.minRetryConcurrency ?? 3,
  };
}

function protocolOptions(
  policy: PolicyBlocks,
  protocol: ServicePort["protocol"],
  place: Place,
  { byHost, filters }: MoreOptions,
): Json | undefined {
  const { tcp = {}, http = {} } = policy.connectionPool ?? {};
  const httpPlace = at(place, ".connectionPool.http");
  const layer4 = protocol === "tcp" || protocol === "tls";
  if (layer4) {
    if (policy.connectionPool?.http) unsupported(httpPlace, "HTTP limits do nothing on a TCP port.", "info");
    return undefined;
  }
  const http2 = protocol === "http2" || protocol === "grpc" || http.h2UpgradePolicy === "UPGRADE";
  const common = compact({
    idle_timeout:
      duration(at(httpPlace, ".idleTimeout"), http.idleTimeout) ??
      duration(at(place, ".connectionPool.tcp.idleTimeout"), tcp.idleTimeout),
    max_connection_duration: duration(
      at(place, ".connectionPool.tcp.maxConnectionDuration"),
      tcp.maxConnectionDuration,
    ),
    max_requests_per_connection: http.maxRequestsPerConnection || undefined,
  });
  return {
    [HTTP_OPTIONS]: typed(HTTP_OPTIONS, {
      ...(byHost ? { upstream_http_protocol_options: byHost } : {}),
      ...(Object.keys(common).length > 0 ? { common_http_protocol_options: common } : {}),
      ...upstreamProtocol(http2, http, httpPlace),
      ...(filters ? { http_filters: filters } : {}),
    }),
  };
}

type HttpPool = NonNullable<NonNullable<PolicyBlocks["connectionPool"]>["http"]>;

function upstreamProtocol(http2: boolean, http: HttpPool, place: Place): Json {
  const keepAlive = http.http2KeepAlive;
  const h2 = compact({
    max_concurrent_streams: http.maxConcurrentStreams || undefined,
    connection_keepalive: keepAlive
      ? compact({
          interval: duration(at(place, ".http2KeepAlive.interval"), keepAlive.interval),
          timeout: duration(at(place, ".http2KeepAlive.timeout"), keepAlive.timeout) ?? "10s",
        })
      : undefined,
  });
  if (http.useClientProtocol)
    return { use_downstream_protocol_config: { http_protocol_options: {}, http2_protocol_options: h2 } };
  if (http2) return { explicit_http_config: { http2_protocol_options: h2 } };
  reportFields(place, http, ["maxConcurrentStreams", "http2KeepAlive"], "they do nothing on an HTTP/1.1 port.");
  return { explicit_http_config: { http_protocol_options: {} } };
}
