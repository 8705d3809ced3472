import { z } from "zod";

/** One thing validation says about an object. `path` like spec.http[0].route[1].weight; `line` is 1-based. */
export const Finding = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  object: z.string(),
  path: z.string(),
  line: z.number().int().positive().optional(),
  message: z.string(),
  fix: z.string().optional(),
  /** an error that a written reason overrides */
  overridable: z.boolean().optional(),
});
export type Finding = z.infer<typeof Finding>;
