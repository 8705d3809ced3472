import type { ServicePort } from "../../../model/workload";
import { type MeshService, visibleIn } from "../registry/mesh-service";
import type { ProxyNode } from "../registry/proxy-node";
import { workloadTag } from "../registry/proxy-node";
import { clientTransport } from "./client-transport";
import { mirrorCluster, outboundCluster } from "./cluster-name";
import { connectionPool } from "./connection-pool";
import { configPath, type Place, reportFields, type TranslateContext } from "./context";
import { destinationRuleFor, type MergedRule } from "./destination-rule-for";
import { endpointsOf, loadAssignment } from "./endpoints";
import { inboundClusterName } from "./listeners";
import { loadBalancing } from "./load-balancer";
import { mirrorFilters } from "./mirror-mark";
import { mirroredTo } from "./mirrored-to";
import { outlierDetection } from "./outlier-detection";
import { ADS_SOURCE, type Json, socketAddress, typed } from "./resource";
import { policyFor } from "./traffic-policy-for";

export interface Clusters {
  clusters: Json[];
  /** ClusterLoadAssignments of those clusters that are found by EDS */
  endpoints: Json[];
}

/**
 * One cluster for each visible service, port and subset, with the endpoints of those we know; and its twin where some route mirrors to it.
 * Source: policy.md 2.4, 2.5.
 */
export function outboundClusters(ctx: TranslateContext): Clusters {
  const made: Clusters = { clusters: [], endpoints: [] };
  const mirrored = mirroredTo(ctx);
  for (const service of [...ctx.services.values()].sort((a, b) => (a.host < b.host ? -1 : 1))) {
    if (!visibleIn(ctx.scope.namespace, service.namespace, service.exportTo)) continue;
    const rule = destinationRuleFor(ctx, service);
    for (const port of service.ports)
      for (const subset of ["", ...(rule?.subsets ?? []).map(({ name }) => name)]) {
        addCluster(ctx, made, { service, port, rule, subset, mirror: false });
        if (mirrored.has(`${subset}|${service.host}`) && port.protocol !== "tcp" && port.protocol !== "tls")
          addCluster(ctx, made, { service, port, rule, subset, mirror: true });
      }
  }
  return made;
}

interface ClusterOf {
  service: MeshService;
  port: ServicePort;
  rule: MergedRule | undefined;
  subset: string;
  /** the twin for copies of requests; servers outside of the mesh are not told which these are */
  mirror: boolean;
}

function addCluster(ctx: TranslateContext, made: Clusters, { service, port, rule, subset, mirror }: ClusterOf): void {
  const name = (mirror ? mirrorCluster : outboundCluster)(port.number, subset, service.host);
  const inMesh = service.discovery === "eds" && !service.external;
  const endpoints = endpointsOf(service, port.number, rule?.subsets.find((one) => one.name === subset)?.labels);
  const policy = rule ? policyFor(rule, port.number, subset) : {};
  const key = rule?.key ?? { group: "", version: "", plural: "", namespace: service.namespace, name: service.name };
  const place: Place = { ctx, kind: "DestinationRule", key, path: "spec.trafficPolicy" };
  reportFields(place, policy, ["tunnel", "proxyProtocol"], "not served by the embedded control plane; it is ignored.");
  const http2 = port.protocol === "http2" || port.protocol === "grpc";
  const transport = clientTransport({ ctx, service, port, subset, http2, place }, policy.tls);
  const discovery =
    service.discovery === "eds"
      ? { type: "EDS", eds_cluster_config: { eds_config: ADS_SOURCE, service_name: name } }
      : {
          type: service.discovery === "strictDns" ? "STRICT_DNS" : "LOGICAL_DNS",
          respect_dns_ttl: true,
          dns_refresh_rate: "60s",
          dns_lookup_family: "V4_PREFERRED",
          load_assignment: loadAssignment(name, service.discovery === "logicalDns" ? endpoints.slice(0, 1) : endpoints),
        };
  made.clusters.push({
    name,
    alt_stat_name: `${name};`,
    ...discovery,
    ...loadBalancing(policy.loadBalancer, { ...place, path: `${place.path}.loadBalancer` }),
    ...connectionPool(policy, port.protocol, place, {
      byHost: transport.byHost,
      filters: mirror && inMesh ? mirrorFilters(ctx.mirrorMark) : undefined,
    }),
    ...transport.cluster,
    ...outlierDetection(policy.outlierDetection, { ...place, path: `${place.path}.outlierDetection` }),
    metadata: {
      filter_metadata: {
        istio: {
          ...(rule ? { config: configPath("destination-rule", rule.key) } : {}),
          ...(subset === "" ? {} : { subset }),
          services: [{ host: service.host, name: service.name, namespace: service.namespace }],
        },
      },
    },
  });
  if (service.discovery === "eds") made.endpoints.push(loadAssignment(name, endpoints));
}

/** The proxy's own application, on 127.0.0.1; its endpoint names the workload for the inbound metrics. */
export function inboundCluster(node: ProxyNode): Json[] {
  const { serves } = node;
  if (!serves) return [];
  const name = inboundClusterName(serves);
  const http2 = serves.protocol === "http2" || serves.protocol === "grpc";
  const options = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
  return [
    {
      name,
      alt_stat_name: `${name};`,
      type: "STATIC",
      connect_timeout: "10s",
      load_assignment: {
        cluster_name: name,
        endpoints: [
          {
            lb_endpoints: [
              {
                endpoint: { address: socketAddress("127.0.0.1", serves.appPort) },
                metadata: { filter_metadata: { istio: { workload: workloadTag(node) } } },
              },
            ],
          },
        ],
      },
      circuit_breakers: { thresholds: [NO_LIMITS] },
      ...(http2
        ? {
            typed_extension_protocol_options: {
              [options]: typed(options, { explicit_http_config: { http2_protocol_options: {} } }),
            },
          }
        : {}),
    },
  ];
}

const UNLIMITED = 4_294_967_295;
const NO_LIMITS = {
  max_connections: UNLIMITED,
  max_pending_requests: UNLIMITED,
  max_requests: UNLIMITED,
  max_retries: UNLIMITED,
};
