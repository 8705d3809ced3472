import { z } from "zod";

/** What became of one push at one proxy. It covers the config revisions in (from, revision]; from -1: everything before. */
export const PushOutcome = z.object({
  from: z.number().int(),
  revision: z.number().int(),
  state: z.enum(["waiting", "sent", "acked", "refused", "unaffected"]),
  reason: z.string().optional(),
});
export type PushOutcome = z.infer<typeof PushOutcome>;

/** The push that tells most of a revision; undefined: none has covered it yet. One that carried it alone tells more than a fresh stream's first. */
export function covering<T extends Pick<PushOutcome, "from" | "revision">>(
  pushes: readonly T[],
  revision: number,
): T | undefined {
  const found = pushes.filter((push) => push.from < revision && revision <= push.revision);
  return found.find(({ from }) => from >= 0) ?? found.at(-1);
}
