import { z } from "zod";

/** Worst first: failing, degraded, unknown, healthy, idle. */
export const HealthStatus = z.enum(["failing", "degraded", "unknown", "healthy", "idle"]);
export type HealthStatus = z.infer<typeof HealthStatus>;

export const Health = z.object({
  status: HealthStatus,
  /** Sentences for people: what, how much, which limit. */
  reasons: z.array(z.string()),
});
export type Health = z.infer<typeof Health>;
