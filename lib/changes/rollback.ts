import { authorize } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { Change } from "../model/change";
import { HeddleError } from "../model/heddle-error";
import { pushChange } from "./push";
import { readChange } from "./read-change";

/**
 * Writes back what was there before a change, as a new change. Throws `conflict` when one of its objects was changed since (details: {
 * current, diff }): what others did later is never lost silently.
 */
export async function rollbackChange({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { id: string; reason?: string | undefined };
}): Promise<Change> {
  const change = await readChange(ctx, input.id);
  for (const { key } of change.items) authorize(ctx, "viewer", key.namespace);
  if (change.revision === 0) throw notPushed(change);
  const rolledBack = await pushChange({
    ctx,
    input: {
      mesh: change.mesh,
      items: change.items.map(({ key, before, resourceVersion }) => ({
        key,
        yaml: before,
        resourceVersion: resourceVersion === "" ? null : resourceVersion,
      })),
      reason: input.reason || `Back to before change ${change.number}`,
      rollsBack: change.id,
      action: "change.rollback",
    },
  });
  await ctx.store.changes.update(change.id, { state: "rolled_back" });
  return rolledBack;
}

function notPushed(change: Change): HeddleError {
  return new HeddleError("invalid_input", {
    what: `Change ${change.number} was never written.`,
    why: "The control plane did not take it, so there is nothing to take back.",
    next: "Look at the latest changes of the object.",
  });
}
