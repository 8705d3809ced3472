import { z } from "zod";

/** How a rule compares: the text is, begins with, matches (RE2, whole value), or is there at all. Cookies know only `exact`. */
export const SplitOp = z.enum(["exact", "prefix", "regex", "present"]);
export type SplitOp = z.infer<typeof SplitOp>;

/** Requests with this header or cookie go to one version. `at`: index in spec.http it was read from; keeps its comments when it is edited. */
export const SplitRule = z.object({
  kind: z.enum(["header", "cookie"]),
  name: z.string().min(1),
  op: SplitOp,
  value: z.string(),
  subset: z.string().min(1),
  at: z.number().int().nonnegative().optional(),
});
export type SplitRule = z.infer<typeof SplitRule>;

export const SplitWeight = z.object({ subset: z.string().min(1), weight: z.number().int().min(0).max(100) });
export type SplitWeight = z.infer<typeof SplitWeight>;

/**
 * What a person wants of a service's traffic: rules, tried from the top, then weights for everyone else. Weights are whole per cent
 * that add up to 100, or [] for "no split: every instance alike".
 */
export const SplitIntent = z.object({ rules: z.array(SplitRule), weights: z.array(SplitWeight) });
export type SplitIntent = z.infer<typeof SplitIntent>;
