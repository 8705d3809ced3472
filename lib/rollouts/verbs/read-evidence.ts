import type { Ctx } from "../../identity/ctx";
import type { RolloutEvidence } from "../../model/rollout";
import { runQuery } from "../../queries/run-query";
import { approvalsOf } from "./gate-view";
import { storedRollout } from "./stored-rollout";

/** The whole record of a run. */
export function readEvidence({ ctx, input: { id } }: { ctx: Ctx; input: { id: string } }): Promise<RolloutEvidence> {
  return runQuery(ctx, "rollout.evidence", { "heddle.rollout": id }, async () => {
    const row = await storedRollout(ctx, id);
    const { rollouts } = ctx.store;
    const [baseline, analyses, approvals, events] = await Promise.all([
      rollouts.baseline(id),
      rollouts.analyses(id),
      rollouts.approvals(id),
      rollouts.events(id),
    ]);
    return {
      id,
      planHash: row.plan.hash,
      revisionHash: row.revisionHash,
      analyses,
      approvals: approvalsOf(row, baseline, approvals, ctx.now()),
      events,
      baseline: baseline.map(({ key, yaml }) => ({ key, yaml })),
    };
  });
}
