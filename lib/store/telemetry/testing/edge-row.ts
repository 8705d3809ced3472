import { EDGE_BUCKET_MS, type EdgeRow } from "../../../model/edge-sample";
import { LATENCY_BUCKETS } from "../../../model/latency-bounds";
import type { Peer } from "../../../model/workload";

export function peer(name: string, namespace = "shop", version = "v1"): Peer {
  return { namespace, workload: `${name}-${version}`, app: name, service: name, version };
}

/** A histogram with `count` in the bucket of this index. */
export function latencyAt(index: number, count: number): number[] {
  const latency = new Array<number>(LATENCY_BUCKETS).fill(0);
  latency[index] = count;
  return latency;
}

/** A row of ten requests web -> reviews in the bucket that holds `atMs`. */
export function edgeRow(atMs: number, more: Partial<EdgeRow> = {}): EdgeRow {
  return {
    mesh: "local",
    bucketMs: Math.floor(atMs / EDGE_BUCKET_MS) * EDGE_BUCKET_MS,
    source: peer("web"),
    destination: peer("reviews"),
    destinationHost: "reviews.shop.svc.cluster.local",
    protocol: "http",
    code: "200",
    flags: "",
    mtls: "none",
    sourcePrincipal: "",
    destinationPrincipal: "",
    reporter: "source",
    origin: "envoy",
    estimated: false,
    count: 10,
    latency: latencyAt(5, 10),
    latencySumMs: 45,
    bytesSent: 100,
    bytesReceived: 1000,
    ...more,
  };
}
