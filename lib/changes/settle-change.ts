import type { AppContext } from "../identity/ctx";
import type { Change } from "../model/change";
import { changeState } from "./change-state";

/**
 * A change with what became of it at each proxy, now. A state that it reaches for the first time is stored. A write under way (revision 0)
 * has reached no proxy yet.
 */
export async function settleChange(ctx: Pick<AppContext, "store" | "meshes">, change: Change): Promise<Change> {
  const mesh = ctx.meshes.get(change.mesh);
  if (!mesh || change.revision === 0) return change;
  const propagation = await mesh.port.propagation(change.revision);
  if (change.state !== "pushing") return { ...change, propagation };
  const state = changeState(propagation);
  if (state !== "pushing") await ctx.store.changes.update(change.id, { state });
  return { ...change, state, propagation };
}
