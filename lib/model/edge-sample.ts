import { z } from "zod";
import { Peer } from "./workload";

export const EdgeProtocol = z.enum(["http", "grpc", "tcp"]);
export type EdgeProtocol = z.infer<typeof EdgeProtocol>;

/**
 * Where a sample was observed: by the caller's proxy, the callee's proxy, or a span; these count traffic, the others tell of it.
 * `inbound`: the callee's listener, of all that came in plaintext whatever it says of itself. `mirrored`: the callee's proxy, of copies
 * of requests, whose answers nobody gets; no other reporter counts them as traffic. `served`: the callee's proxy, of everything but
 * copies, whoever called.
 */
export const Reporter = z.enum(["source", "destination", "span", "inbound", "mirrored", "served"]);
export type Reporter = z.infer<typeof Reporter>;

/** Which kind of telemetry a sample came from. */
export const EdgeOrigin = z.enum(["envoy", "istio", "otlp", "span"]);
export type EdgeOrigin = z.infer<typeof EdgeOrigin>;

export const Mtls = z.enum(["mutual_tls", "none", "unknown"]);
export type Mtls = z.infer<typeof Mtls>;

/**
 * Traffic over one edge with one outcome in one window, summed. Several samples make an edge.
 * `count`: requests (HTTP, gRPC) or connections (TCP). `code`: HTTP status, or gRPC status for protocol grpc;
 * "0" when no answer came; "" for TCP. `flags`: Envoy response flags, comma separated, "" for none.
 * `latency`: counts by LATENCY_BOUNDS_MS, [] when not measured. Bytes are of bodies (HTTP) or streams (TCP).
 */
export const EdgeSample = z.object({
  source: Peer,
  destination: Peer,
  destinationHost: z.string(),
  protocol: EdgeProtocol,
  code: z.string(),
  flags: z.string(),
  mtls: Mtls,
  sourcePrincipal: z.string(),
  destinationPrincipal: z.string(),
  reporter: Reporter,
  origin: EdgeOrigin,
  estimated: z.boolean(),
  count: z.number().nonnegative(),
  latency: z.array(z.number().nonnegative()),
  latencySumMs: z.number().nonnegative(),
  bytesSent: z.number().nonnegative(),
  bytesReceived: z.number().nonnegative(),
});
export type EdgeSample = z.infer<typeof EdgeSample>;

/** One row as ingest hands it to the store: a sample inside one 5 s bucket. */
export interface EdgeRow extends EdgeSample {
  mesh: string;
  /** Start of the bucket, epoch ms, a multiple of EDGE_BUCKET_MS. */
  bucketMs: number;
}

export const EDGE_BUCKET_MS = 5000;
