import type { Ctx } from "../identity/ctx";
import type { Change } from "../model/change";
import { HeddleError } from "../model/heddle-error";

/** One stored change. Throws `not_found`. */
export async function readChange(ctx: Pick<Ctx, "store">, id: string): Promise<Change> {
  const change = await ctx.store.changes.get(id);
  if (change) return change;
  throw new HeddleError("not_found", {
    what: "There is no such change.",
    why: `No change has the id ${id}.`,
    next: "Look at the list of changes.",
  });
}
