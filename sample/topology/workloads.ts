/** Ports callers name; the real ones are picked at start. */
export const HTTP_PORT = 9080;
export const REDIS_PORT = 6379;

/** One workload of the shop that stands behind an Envoy of its own. */
export interface SampleWorkload {
  workload: string;
  namespace: string;
  service: string;
  app: string;
  version: string;
  protocol: "http" | "tcp";
  /** TCP services it calls, `service.namespace` -> port */
  tcpUpstreams?: { host: string; port: number }[];
}

function http(namespace: string, service: string, version = "v1"): SampleWorkload {
  return { workload: `${service}-${version}`, namespace, service, app: service, version, protocol: "http" };
}

/** The shop: three namespaces, one service in three versions, one TCP store. */
export const WORKLOADS: readonly SampleWorkload[] = [
  http("shop", "web"),
  http("shop", "catalog"),
  http("shop", "reviews", "v1"),
  http("shop", "reviews", "v2"),
  http("shop", "reviews", "v3"),
  http("shop", "ratings"),
  { ...http("shop", "cart"), tcpUpstreams: [{ host: "redis.platform", port: REDIS_PORT }] },
  http("payments", "checkout"),
  http("payments", "payments"),
  http("platform", "inventory"),
  http("platform", "shipping"),
  { ...http("platform", "redis"), protocol: "tcp" },
];

/** The edge: an Envoy without a service of its own, and where it leads. */
export const GATEWAY = { workload: "web-gateway", namespace: "shop", version: "v1", upstream: `web.shop:${HTTP_PORT}` };

/** The client without a proxy, and the services it calls in plaintext. */
export const BATCH = { service: "legacy-batch", namespace: "platform", version: "v1" };
