import type { ProxyNode, ServedPort } from "../registry/proxy-node";
import {
  fileLogger,
  inboundStatsLogger,
  LOG_OPEN_HTTP,
  LOG_OPEN_TCP,
  outboundStatsLogger,
  plaintextLogger,
  servedStatsLogger,
} from "./access-loggers";
import { httpManager } from "./http-manager";
import { type InboundTransport, inboundChains } from "./inbound-chains";
import { inboundRoutesByMark, outboundMarks } from "./mirror-mark";
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

const marksOf = (node: ProxyNode): Json => outboundMarks(`${node.workload};${node.namespace}`);

/** The application's way out: one port, all virtual hosts by Host header. */
export function outboundHttpListener(node: ProxyNode, port: number, tracing: boolean): Json {
  const manager = httpManager({
    node,
    statPrefix: "outbound_http_proxy",
    routes: { rds: { config_source: ADS_SOURCE, route_config_name: OUTBOUND_ROUTES } },
    accessLog: [outboundStatsLogger(node), ...fileLogger(node.accessLog, "outbound")],
    filters: [marksOf(node)],
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
    filters: [marksOf(node)],
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

/** What differs between the inbound listeners of a mesh besides who they belong to. */
export interface InboundParts {
  tracing: boolean;
  /** which callers it lets in */
  transport: InboundTransport;
  /** what copies of requests are known by (mirror-mark.ts) */
  mirrorMark: string;
}

/** What callers reach: leads to the application on 127.0.0.1. */
export function inboundListener(node: ProxyNode, served: ServedPort, parts: InboundParts): Json {
  const name = `inbound_${node.address}_${served.inboundPort}`;
  const tcp = served.protocol === "tcp";
  const filter = tcp ? inboundTcp(name, node, served) : inboundHttp(name, node, served, parts);
  return {
    ...listenerFrame(name, node.address, served.inboundPort, "INBOUND"),
    ...inboundChains({ mutual: filter(false), plain: filter(true) }, tcp, parts.transport),
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
  { tracing, transport, mirrorMark }: InboundParts,
) {
  return (plain: boolean): Json =>
    httpManager({
      node,
      statPrefix: name,
      routes: { route_config: inboundRoutes(node, served, mirrorMark) },
      accessLog: [
        inboundStatsLogger(node),
        servedStatsLogger(node),
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

function inboundRoutes(node: ProxyNode, served: ServedPort, mirrorMark: string): Json {
  const host = `${served.service}.${node.namespace}.svc.cluster.local`;
  const routes = inboundRoutesByMark(mirrorMark, {
    decorator: { operation: `${host}:${served.servicePort}/*` },
    route: {
      cluster: inboundClusterName(served),
      timeout: "0s",
      max_stream_duration: { max_stream_duration: "0s", grpc_timeout_header_max: "0s" },
    },
  });
  return {
    name: `inbound|${served.servicePort}`,
    virtual_hosts: [{ name: `inbound|http|${served.servicePort}`, domains: ["*"], routes }],
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
