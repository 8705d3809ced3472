import { z } from "zod";

/** The part of Kubernetes ObjectMeta that people write; the rest is kept as it is. Source: Kubernetes API, meta/v1. */
export const Metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Metadata = z.infer<typeof Metadata>;

/** Wraps a spec into an object of networking.istio.io. */
export const meshObject = <K extends string, S extends z.ZodType>(kind: K, spec: S) =>
  z.strictObject({
    apiVersion: z.string(),
    kind: z.literal(kind),
    metadata: Metadata,
    spec,
    status: z.unknown().optional(),
  });
