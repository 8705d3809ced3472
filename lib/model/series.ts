import { z } from "zod";
import { LatencyFigures } from "./graph";

/** One step of an edge's, node's or service's traffic. A step without data is absent: a gap, not a zero. */
export const TrafficPoint = z.object({
  /** start of the step, epoch ms */
  atMs: z.number(),
  requests: z.number(),
  errors: z.number(),
  latencyMs: LatencyFigures,
  /** counts by LATENCY_BOUNDS_MS, when asked for */
  latency: z.array(z.number().nonnegative()).optional(),
  bytes: z.number(),
  /** true while the step still fills */
  partial: z.boolean(),
});
export type TrafficPoint = z.infer<typeof TrafficPoint>;

export const TrafficSeries = z.object({ stepSec: z.number().positive(), points: z.array(TrafficPoint) });
export type TrafficSeries = z.infer<typeof TrafficSeries>;

/** One step of how traffic travelled; requests and TCP connections. A step without any traffic on record is absent. */
export const TransportPoint = z.object({
  /** start of the step, epoch ms */
  atMs: z.number(),
  mutual: z.number().nonnegative(),
  plain: z.number().nonnegative(),
  /** workloads that talked plaintext; all that nothing names are one */
  callers: z.number().int().nonnegative(),
});
export type TransportPoint = z.infer<typeof TransportPoint>;

export const TransportSeries = z.object({ stepSec: z.number().positive(), points: z.array(TransportPoint) });
export type TransportSeries = z.infer<typeof TransportSeries>;
