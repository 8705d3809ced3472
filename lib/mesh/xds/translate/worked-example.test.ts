import { describe, expect, it } from "vitest";
import { encodeMessage } from "../ads/encode-json";
import { destinationRule, meshState, serving, translate, virtualService } from "../testing/mesh-state";

const HOST = "reviews.default.svc.cluster.local";
const PREVIOUS_HOSTS = {
  name: "envoy.retry_host_predicates.previous_hosts",
  typed_config: { "@type": "type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate" },
};
const istio = (kind: string) => ({
  filter_metadata: { istio: { config: `/apis/networking.istio.io/v1/namespaces/default/${kind}/reviews` } },
});

/** The worked example of pilot's translation: one VirtualService and one DestinationRule, composed from pilot's code. */
const state = meshState(
  [serving("reviews", "v1", 20001), serving("reviews", "v2", 20002), serving("reviews", "v3", 20003)],
  [
    virtualService("reviews", {
      hosts: ["reviews"],
      http: [
        {
          name: "canary",
          match: [{ headers: { "end-user": { exact: "jason" } } }],
          route: [{ destination: { host: "reviews", subset: "v2" } }],
          timeout: "2s",
        },
        {
          name: "split",
          route: [
            { destination: { host: "reviews", subset: "v1" }, weight: 90 },
            { destination: { host: "reviews", subset: "v3" }, weight: 10 },
          ],
          mirror: { host: "reviews", subset: "v2" },
          mirrorPercentage: { value: 5 },
          retries: { attempts: 3, perTryTimeout: "500ms", retryOn: "5xx,409" },
        },
      ],
    }),
  ],
  [
    destinationRule("reviews", {
      host: "reviews",
      trafficPolicy: {
        connectionPool: { http: { http1MaxPendingRequests: 1 }, tcp: { maxConnections: 5 } },
        outlierDetection: { consecutive5xxErrors: 3, interval: "5s", baseEjectionTime: "30s", maxEjectionPercent: 100 },
        retryBudget: { percent: 10 },
      },
      subsets: ["v1", "v2", "v3"].map((name) => ({ name, labels: { version: name } })),
    }),
  ],
);

describe("pilot's worked example", () => {
  const { routes, clusters, endpoints, findings } = translate(state);
  const hosts = routes.virtual_hosts as Record<string, unknown>[];

  it("gives the routes", () => {
    expect(hosts[0]).toMatchObject({ name: `${HOST}:9080`, include_request_attempt_count: true });
    expect(hosts[0]?.domains).toEqual(
      expect.arrayContaining([HOST, `${HOST}.`, "reviews", "reviews.default.svc", "reviews.default"]),
    );
    expect(hosts[0]?.routes).toEqual([
      {
        name: "canary",
        match: { prefix: "/", case_sensitive: true, headers: [{ name: "end-user", string_match: { exact: "jason" } }] },
        route: {
          cluster: `outbound|9080|v2|${HOST}`,
          timeout: "2s",
          max_grpc_timeout: "2s",
          retry_policy: {
            retry_on: "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes",
            num_retries: 2,
            retry_host_predicate: [PREVIOUS_HOSTS],
            host_selection_retry_max_attempts: 5,
          },
        },
        decorator: { operation: `${HOST}:9080/*` },
        metadata: istio("virtual-service"),
      },
      {
        name: "split",
        match: { prefix: "/" },
        route: {
          weighted_clusters: {
            clusters: [
              { name: `outbound|9080|v1|${HOST}`, weight: 90 },
              { name: `outbound|9080|v3|${HOST}`, weight: 10 },
            ],
          },
          timeout: "0s",
          max_grpc_timeout: "0s",
          retry_policy: {
            retry_on: "5xx,retriable-status-codes",
            retriable_status_codes: [409],
            num_retries: 3,
            per_try_timeout: "0.5s",
            retry_host_predicate: [PREVIOUS_HOSTS],
            host_selection_retry_max_attempts: 5,
          },
          request_mirror_policies: [
            {
              cluster: `mirror|9080|v2|${HOST}`,
              runtime_fraction: { default_value: { numerator: 50_000, denominator: "MILLION" } },
              trace_sampled: false,
              disable_shadow_host_suffix_append: true,
            },
          ],
        },
        decorator: { operation: "reviews:9080/*" },
        metadata: istio("virtual-service"),
      },
    ]);
    expect(hosts.at(-1)).toMatchObject({ name: "block_all", domains: ["*"] });
    expect(findings).toEqual([]);
  });

  it("gives the cluster of a subset", () => {
    const name = `outbound|9080|v1|${HOST}`;
    expect(clusters.map((cluster) => cluster.name)).toEqual(
      ["outbound|9080|", "outbound|9080|v1", "outbound|9080|v2", "mirror|9080|v2", "outbound|9080|v3"].map(
        (name) => `${name}|${HOST}`,
      ),
    );
    expect(clusters[1]).toMatchObject({
      name,
      alt_stat_name: `${name};`,
      type: "EDS",
      eds_cluster_config: {
        eds_config: { ads: {}, resource_api_version: "V3", initial_fetch_timeout: "0s" },
        service_name: name,
      },
      connect_timeout: "10s",
      lb_policy: "LEAST_REQUEST",
      circuit_breakers: {
        thresholds: [
          {
            max_connections: 5,
            max_pending_requests: 1,
            max_requests: 4_294_967_295,
            max_retries: 4_294_967_295,
            retry_budget: { budget_percent: { value: 10 }, min_retry_concurrency: 3 },
          },
        ],
      },
      outlier_detection: {
        consecutive_5xx: 3,
        enforcing_consecutive_5xx: 100,
        enforcing_success_rate: 0,
        interval: "5s",
        base_ejection_time: "30s",
        max_ejection_percent: 100,
      },
      common_lb_config: { healthy_panic_threshold: { value: 0 } },
      metadata: {
        filter_metadata: {
          istio: {
            config: "/apis/networking.istio.io/v1/namespaces/default/destination-rule/reviews",
            subset: "v1",
            services: [{ host: HOST, name: "reviews", namespace: "default" }],
          },
        },
      },
    });
  });

  it("gives endpoints that name their workload, by subset", () => {
    const ports = (cluster: string) => {
      const found = endpoints.find((one) => one.cluster_name === cluster);
      const [group] = (found?.endpoints ?? []) as {
        lb_endpoints: { endpoint: { address: { socket_address: { port_value: number } } } }[];
      }[];
      return group?.lb_endpoints.map((one) => one.endpoint.address.socket_address.port_value);
    };
    expect(ports(`outbound|9080||${HOST}`)).toEqual([20001, 20002, 20003]);
    expect(ports(`outbound|9080|v2|${HOST}`)).toEqual([20002]);
    const text = JSON.stringify(endpoints);
    expect(text).toContain('"workload":"reviews-v2;default;reviews;v2;local"');
  });

  it("fits Envoy's API to the last field", () => {
    for (const cluster of clusters) encodeMessage("envoy.config.cluster.v3.Cluster", cluster);
    for (const one of endpoints) encodeMessage("envoy.config.endpoint.v3.ClusterLoadAssignment", one);
    encodeMessage("envoy.config.route.v3.RouteConfiguration", routes);
  });
});
