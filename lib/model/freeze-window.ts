import { z } from "zod";

/** A time in which no run goes forward: once, or every week. Rolling back and pausing are always possible. */
export const FreezeWindow = z.object({
  id: z.string().max(64),
  name: z.string().trim().min(1).max(120),
  reason: z.string().max(2000).default(""),
  /** namespaces it holds in; null: all */
  namespaces: z.array(z.string().max(63)).max(200).nullable().default(null),
  when: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("once"), from: z.iso.datetime(), to: z.iso.datetime() }),
    z.object({
      kind: z.literal("weekly"),
      /** 0 Sunday to 6 Saturday */
      days: z.array(z.number().int().min(0).max(6)).min(1).max(7),
      /** minutes after midnight; `toMinute` 1440: the day's end */
      fromMinute: z.number().int().min(0).max(1439),
      toMinute: z.number().int().min(1).max(1440),
      /** IANA name, e.g. Europe/Berlin */
      timeZone: z.string().max(64).default("UTC"),
    }),
  ]),
});
export type FreezeWindow = z.infer<typeof FreezeWindow>;
