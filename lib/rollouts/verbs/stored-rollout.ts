import { authorize, coversNamespace } from "../../identity/authorize";
import type { Ctx } from "../../identity/ctx";
import { HeddleError } from "../../model/heddle-error";
import type { RolloutRow } from "../rollout-store";
import { namespacesOfPlan } from "../run/rollout-names";

/** One stored rollout the actor may see. Throws `not_found` or `forbidden`. */
export async function storedRollout(ctx: Ctx, id: string): Promise<RolloutRow> {
  const row = await ctx.store.rollouts.get(id);
  if (!row) {
    throw new HeddleError("not_found", {
      what: "There is no such rollout.",
      why: `No rollout has the id ${id}.`,
      next: "Look at the list of rollouts.",
    });
  }
  for (const namespace of namespacesOfPlan(row.plan)) authorize(ctx, "viewer", namespace);
  return row;
}

export function maySee({ actor }: Pick<Ctx, "actor">, { plan }: RolloutRow): boolean {
  return namespacesOfPlan(plan).every((namespace) => coversNamespace(actor, namespace));
}
