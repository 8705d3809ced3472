import { z } from "zod";
import { EdgeProtocol } from "./edge-sample";
import { Health } from "./health";

export const GraphType = z.enum(["workload", "app", "versionedApp", "service"]);
export type GraphType = z.infer<typeof GraphType>;

export const NodeKind = z.enum([
  "workload",
  "app",
  "service",
  "gateway",
  "store",
  "external",
  "client",
  "unknown",
  "box",
]);
export type NodeKind = z.infer<typeof NodeKind>;

export const NodeBadge = z.enum(["split", "routing", "mirror", "fault", "timeout", "retry", "breaker", "root"]);
export type NodeBadge = z.infer<typeof NodeBadge>;

/** Sums over the window. Ratios are 0..1. `null` latency: none measured. */
export const TrafficFigures = z.object({
  requests: z.number().nonnegative(),
  ratePerSec: z.number().nonnegative(),
  errorRatio: z.number().min(0).max(1),
  clientErrorRatio: z.number().min(0).max(1),
  /** body and stream bytes, both ways */
  bytesPerSec: z.number().nonnegative().optional(),
});
export type TrafficFigures = z.infer<typeof TrafficFigures>;

export const LatencyFigures = z.object({
  avg: z.number().nullable(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});
export type LatencyFigures = z.infer<typeof LatencyFigures>;

export const GraphNode = z.object({
  /** Stable between calls: kind, namespace and name joined by "/". */
  id: z.string(),
  kind: NodeKind,
  namespace: z.string(),
  name: z.string(),
  app: z.string().optional(),
  workload: z.string().optional(),
  service: z.string().optional(),
  version: z.string().optional(),
  /** id of the box around it (namespace, app) */
  parent: z.string().optional(),
  boxKind: z.enum(["namespace", "app"]).optional(),
  hasProxy: z.boolean().optional(),
  /** Why the node is unknown or has no proxy, and what mends it. */
  note: z.string().optional(),
  badges: z.array(NodeBadge),
  health: Health,
  inbound: TrafficFigures,
  /** of the HTTP and gRPC requests it answered, over all callers; absent when none was measured */
  inboundLatencyMs: LatencyFigures.optional(),
  outbound: TrafficFigures,
});
export type GraphNode = z.infer<typeof GraphNode>;

export const GraphEdge = z.object({
  id: z.string(),
  source: z.string(),
  target: z.string(),
  protocol: EdgeProtocol,
  requests: z.number().nonnegative(),
  ratePerSec: z.number().nonnegative(),
  /** 5xx, no answer, gRPC failures / requests */
  errorRatio: z.number().min(0).max(1),
  clientErrorRatio: z.number().min(0).max(1),
  /** share of the source's requests to this destination's service (or app), 0..1 */
  share: z.number().min(0).max(1),
  latencyMs: LatencyFigures,
  bytesPerSec: z.number().nonnegative(),
  codes: z.array(z.object({ code: z.string(), requests: z.number(), ratePerSec: z.number() })),
  flags: z.array(z.object({ flag: z.string(), code: z.string(), requests: z.number(), ratePerSec: z.number() })),
  hosts: z.array(z.string()),
  /** share of requests over mutual TLS, 0..1; null when nobody could tell */
  mtlsShare: z.number().min(0).max(1).nullable(),
  principals: z.object({ source: z.array(z.string()), destination: z.array(z.string()) }),
  estimated: z.boolean(),
  /** copies of the source's requests, as the target's proxy saw them; in none of the other figures. Absent: there were none */
  mirrored: z
    .object({
      requests: z.number().nonnegative(),
      ratePerSec: z.number().nonnegative(),
      errorRatio: z.number().min(0).max(1),
    })
    .optional(),
  health: Health,
});
export type GraphEdge = z.infer<typeof GraphEdge>;

export const SourceState = z.object({
  name: z.string(),
  ok: z.boolean(),
  error: z.string().optional(),
  ageSec: z.number().optional(),
});
export type SourceState = z.infer<typeof SourceState>;

/** The answer of GET /api/v1/graph. */
export const Graph = z.object({
  mesh: z.string(),
  type: GraphType,
  at: z.iso.datetime(),
  /** seconds up to `at` that the figures cover: the window asked for, or less while the mesh is on record for less */
  durationSec: z.number().positive(),
  partial: z.boolean(),
  sources: z.array(SourceState),
  nodes: z.array(GraphNode),
  edges: z.array(GraphEdge),
});
export type Graph = z.infer<typeof Graph>;

/** Which graph: the identity of a view that watchers share. `at` absent: live. */
export const GraphView = z.object({
  mesh: z.string(),
  namespaces: z.array(z.string()).nullable(),
  type: GraphType,
  durationSec: z
    .number()
    .int()
    .min(5)
    .max(30 * 86_400),
  atMs: z.number().optional(),
});
export type GraphView = z.infer<typeof GraphView>;
