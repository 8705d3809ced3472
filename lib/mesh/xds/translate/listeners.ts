import type { ProxyNode, ServedPort } from "../registry/proxy-node";
import {
  fileLogger,
  inboundStatsLogger,
  LOG_OPEN_HTTP,
  LOG_OPEN_TCP,
  outboundStatsLogger,
  plaintextLogger,
  SOURCE_HEADER,
} from "./access-loggers";
import { httpManager } from "./http-manager";
import { type InboundTransport, inboundChains } from "./inbound-chains";
import { ADS_SOURCE, type Json, socketAddress, typed } from "./resource";

/** RDS name of the one outbound route table (Istio's name for an HTTP proxy port). */
export const OUTBOUND_ROUTES = "http_proxy";

/** RDS name of a gateway's route table. */
export function gatewayRoutes(port: number): string {
  return `http.${port}`;
}

/** Where a TCP listener leads: one cluster, or several with weights. */
export interface TcpTarget {
  host: string;
  port: number;
  localPort: number;
  clusters: { name: string; weight: number }[];
  idleTimeout?: string;
}

function listener(name: string, address: string, port: number, direction: string, filters: Json[]): Json {
  return { ...listenerFrame(name, address, port, direction), filter_chains: [{ filters }] };
}

function listenerFrame(name: string, address: string, port: number, direction: string): Json {
  return { name, address: socketAddress(address, port), traffic_direction: direction, stat_prefix: `${name};` };
}

/** Marks requests with who sends them; overwrites what an application passes on from its own callers. */
function sourceMarker(node: ProxyNode): Json {
  return {
    name: "envoy.filters.http.header_mutation",
    typed_config: typed("envoy.extensions.filters.http.header_mutation.v3.HeaderMutation", {
      mutations: {
        request_mutations: [
          {
            append: {
              header: { key: SOURCE_HEADER, value: `${node.workload};${node.namespace}` },
              append_action: "OVERWRITE_IF_EXISTS_OR_ADD",
            },
          },
        ],
      },
    }),
  };
}

/** The application's way out: one port, all virtual hosts by Host header. */
export function outboundHttpListener(node: ProxyNode, port: number, tracing: boolean): Json {
  const manager = httpManager({
    node,
    statPrefix: "outbound_http_proxy",
    routes: { rds: { config_source: ADS_SOURCE, route_config_name: OUTBOUND_ROUTES } },
    accessLog: [outboundStatsLogger(node), ...fileLogger(node.accessLog, "outbound")],
    filters: [sourceMarker(node)],
    tracing,
  });
  return listener("outbound_http_proxy", "127.0.0.1", port, "OUTBOUND", [manager]);
}

/** The edge: reached from outside the mesh, routes as an outbound proxy does. */
export function gatewayListener(node: ProxyNode, port: number, tracing: boolean): Json {
  const manager = httpManager({
    node,
    statPrefix: `gateway_${port}`,
    routes: { rds: { config_source: ADS_SOURCE, route_config_name: gatewayRoutes(port) } },
    accessLog: [outboundStatsLogger(node), ...fileLogger(node.accessLog, "gateway")],
    filters: [sourceMarker(node)],
    tracing,
    gateway: true,
  });
  return listener(`gateway_${port}`, node.address, port, "OUTBOUND", [manager]);
}

/** A TCP upstream on a local port of its own. */
export function outboundTcpListener(node: ProxyNode, target: TcpTarget): Json {
  const name = `outbound_tcp_${target.host}_${target.port}`;
  const [first] = target.clusters;
  const route =
    target.clusters.length === 1 && first
      ? { cluster: first.name }
      : { weighted_clusters: { clusters: target.clusters.map(({ name, weight }) => ({ name, weight })) } };
  const idle = target.idleTimeout === undefined ? {} : { idle_timeout: target.idleTimeout };
  const proxy = tcpProxy(`${name};`, route, fileLogger(node.accessLog, "outbound"), idle);
  return listener(name, "127.0.0.1", target.localPort, "OUTBOUND", [proxy]);
}

/** What callers reach: leads to the application on 127.0.0.1. `transport`: which of them it lets in. */
export function inboundListener(
  node: ProxyNode,
  served: ServedPort,
  tracing: boolean,
  transport: InboundTransport,
): Json {
  const name = `inbound_${node.address}_${served.inboundPort}`;
  const tcp = served.protocol === "tcp";
  const filter = tcp ? inboundTcp(name, node, served) : inboundHttp(name, node, served, { tracing, transport });
  return {
    ...listenerFrame(name, node.address, served.inboundPort, "INBOUND"),
    ...inboundChains({ mutual: filter(false), plain: filter(true) }, tcp, transport),
  };
}

/** The TCP proxy of an inbound chain; that of a plaintext chain counts its connections. */
function inboundTcp(name: string, node: ProxyNode, served: ServedPort) {
  return (plain: boolean): Json => {
    const log = [...(plain ? [plaintextLogger(node, "tcp")] : []), ...fileLogger(node.accessLog, "inbound")];
    const more = plain ? { access_log_options: LOG_OPEN_TCP } : {};
    return tcpProxy(`${name};`, { cluster: inboundClusterName(served) }, log, more);
  };
}

/** The HTTP manager of an inbound chain; that of a plaintext chain counts all its requests, whoever they say they are from. */
function inboundHttp(
  name: string,
  node: ProxyNode,
  served: ServedPort,
  { tracing, transport }: { tracing: boolean; transport: InboundTransport },
) {
  return (plain: boolean): Json =>
    httpManager({
      node,
      statPrefix: name,
      routes: { route_config: inboundRoutes(node, served) },
      accessLog: [
        inboundStatsLogger(node),
        ...(plain ? [plaintextLogger(node, "http")] : []),
        ...fileLogger(node.accessLog, "inbound"),
      ],
      ...(plain ? { logOptions: LOG_OPEN_HTTP } : {}),
      filters: [],
      tracing,
      namesCallers: transport.identity,
    });
}

export function inboundClusterName(served: ServedPort): string {
  return `inbound|${served.appPort}||`;
}

function inboundRoutes(node: ProxyNode, served: ServedPort): Json {
  const host = `${served.service}.${node.namespace}.svc.cluster.local`;
  return {
    name: `inbound|${served.servicePort}`,
    virtual_hosts: [
      {
        name: `inbound|http|${served.servicePort}`,
        domains: ["*"],
        routes: [
          {
            name: "default",
            match: { prefix: "/" },
            decorator: { operation: `${host}:${served.servicePort}/*` },
            route: {
              cluster: inboundClusterName(served),
              timeout: "0s",
              max_stream_duration: { max_stream_duration: "0s", grpc_timeout_header_max: "0s" },
            },
          },
        ],
      },
    ],
  };
}

function tcpProxy(statPrefix: string, route: Json, accessLog: Json[], more: Json): Json {
  return {
    name: "envoy.filters.network.tcp_proxy",
    typed_config: typed("envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy", {
      stat_prefix: statPrefix,
      ...route,
      ...more,
      access_log: accessLog,
    }),
  };
}
