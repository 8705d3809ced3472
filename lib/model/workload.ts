import { z } from "zod";

/** Who one end of an edge is. Empty strings mean "not known", never a placeholder word. */
export const Peer = z.object({
  namespace: z.string(),
  workload: z.string(),
  app: z.string(),
  service: z.string(),
  version: z.string(),
});
export type Peer = z.infer<typeof Peer>;

export const UNKNOWN_PEER: Peer = { namespace: "", workload: "", app: "", service: "", version: "" };

/** A workload the control plane knows: one or more instances with the same identity. */
export const Workload = Peer.extend({
  labels: z.record(z.string(), z.string()),
  instances: z.number().int().nonnegative(),
  healthyInstances: z.number().int().nonnegative(),
  hasProxy: z.boolean(),
  /** takes traffic from outside the mesh */
  gateway: z.boolean().optional(),
});
export type Workload = z.infer<typeof Workload>;

export const ServicePort = z.object({
  number: z.number().int(),
  name: z.string(),
  protocol: z.enum(["http", "http2", "grpc", "tcp", "tls"]),
});
export type ServicePort = z.infer<typeof ServicePort>;

/** A name callers use. `host` is the fully qualified one, e.g. reviews.shop.svc.cluster.local. */
export const Service = z.object({
  namespace: z.string(),
  name: z.string(),
  host: z.string(),
  ports: z.array(ServicePort),
  external: z.boolean(),
  /** version label -> workloads that serve it */
  versions: z.array(z.object({ version: z.string(), workloads: z.array(z.string()) })),
});
export type Service = z.infer<typeof Service>;
