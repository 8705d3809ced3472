import { z } from "zod";

/** How a text is compared: one of the three, or `{}` for "is there". Source: networking.istio.io/v1 StringMatch. */
export const StringMatch = z.strictObject({
  exact: z.string().optional(),
  prefix: z.string().optional(),
  regex: z.string().optional(),
});
export type StringMatch = z.infer<typeof StringMatch>;

/** 0..100. Source: networking.istio.io/v1 Percent. */
export const Percent = z.strictObject({ value: z.number().optional() });
