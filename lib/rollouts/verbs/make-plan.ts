import type { AppContext } from "../../identity/ctx";
import type { RolloutDraft, RolloutPlan } from "../../model/rollout-plan";
import { meshOf } from "../../queries/mesh-of";
import { expandStrategy } from "../plan/expand-strategy";
import { hashPlan } from "../plan/hash-plan";

/** The plan a draft becomes: steps, gates and hash. Throws `invalid_input` or `not_found` when it cannot become one. */
export function makePlan(ctx: Pick<AppContext, "meshes">, draft: RolloutDraft): RolloutPlan {
  const plan = expandStrategy(draft, meshOf(ctx, draft.mesh));
  return { ...plan, hash: hashPlan(plan) };
}
