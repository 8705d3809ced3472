import { requireRole } from "../../identity/authorize";
import type { Ctx } from "../../identity/ctx";
import type { RolloutSummary } from "../../model/rollout";
import { meshOf } from "../../queries/mesh-of";
import { runQuery } from "../../queries/run-query";
import { maySee } from "./stored-rollout";
import { summaryOf } from "./summary-of";

/** The latest rollouts the actor may see, newest first. */
export function listRollouts({
  ctx,
  input: { mesh: name, limit },
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined; limit: number };
}): Promise<RolloutSummary[]> {
  const mesh = meshOf(ctx, name);
  return runQuery(ctx, "rollouts", { "heddle.mesh": mesh.name }, async () => {
    requireRole(ctx.actor, "viewer");
    const { rollouts } = ctx.store;
    const [rows, glass] = await Promise.all([rollouts.list({ mesh: mesh.name, limit }), rollouts.openBreakGlass()]);
    const openOf = (id: string) => glass.filter(({ rolloutId }) => rolloutId === id);
    return rows.filter((row) => maySee(ctx, row)).map((row) => summaryOf(row, ctx.actor, openOf(row.id), ctx.now()));
  });
}
