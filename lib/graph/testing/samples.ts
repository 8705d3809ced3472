import type { EdgeSample } from "../../model/edge-sample";
import { LATENCY_BOUNDS_MS, LATENCY_BUCKETS } from "../../model/latency-bounds";
import type { Peer, Service, Workload } from "../../model/workload";

/** "shop/reviews-v1" -> a peer of app and service reviews, version v1. */
export function peer(path: string): Peer {
  const [namespace = "", workload = ""] = path.split("/");
  const match = /^(.*)-(v\d+)$/.exec(workload);
  const app = match?.[1] ?? workload;
  return { namespace, workload, app, service: app, version: match?.[2] ?? "" };
}

/** A registered workload with one healthy instance. */
export function workload(path: string, extra: Partial<Workload> = {}): Workload {
  return { ...peer(path), labels: {}, instances: 1, healthyInstances: 1, hasProxy: true, ...extra };
}

export function service(path: string, extra: Partial<Service> = {}): Service {
  const [namespace = "", name = ""] = path.split("/");
  return {
    namespace,
    name,
    host: `${name}.${namespace}.svc.cluster.local`,
    ports: [{ number: 80, name: "http", protocol: "http" }],
    external: false,
    versions: [],
    ...extra,
  };
}

/** A histogram with `count` requests of `ms` each. */
export function histogram(ms: number, count: number): number[] {
  const counts = new Array<number>(LATENCY_BUCKETS).fill(0);
  const bucket = LATENCY_BOUNDS_MS.findIndex((bound) => ms <= bound);
  counts[bucket === -1 ? LATENCY_BUCKETS - 1 : bucket] = count;
  return counts;
}

/** A sample of `count` answered HTTP requests from the caller's proxy, with what differs in `extra`. */
export function sample(from: string, to: string, count: number, extra: Partial<EdgeSample> = {}): EdgeSample {
  const destination = peer(to);
  return {
    source: from ? peer(from) : { namespace: "", workload: "", app: "", service: "", version: "" },
    destination,
    destinationHost: destination.service ? `${destination.service}.${destination.namespace}.svc.cluster.local` : "",
    protocol: "http",
    code: "200",
    flags: "",
    mtls: "unknown",
    sourcePrincipal: "",
    destinationPrincipal: "",
    reporter: "source",
    origin: "envoy",
    estimated: false,
    count,
    latency: histogram(10, count),
    latencySumMs: 10 * count,
    bytesSent: 100 * count,
    bytesReceived: 10 * count,
    ...extra,
  };
}
