import { z } from "zod";

/** Where a console process of a test ends: at the `nth` time it reaches `point` of the rollout named. */
export const CrashPlan = z.object({
  databaseUrl: z.string(),
  mesh: z.string(),
  rollout: z.string(),
  point: z.enum(["intent", "pending", "written", "readBack", "done", "advanced", "stopped", "none"]),
  nth: z.number().int(),
  /** the clock: base + (real - start) * speed */
  baseMs: z.number(),
  startMs: z.number(),
  speed: z.number(),
  ttlMs: z.number(),
});
export type CrashPlan = z.infer<typeof CrashPlan>;
