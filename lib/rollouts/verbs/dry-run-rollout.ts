import { authorize } from "../../identity/authorize";
import type { Ctx } from "../../identity/ctx";
import type { DryRun } from "../../model/rollout";
import type { RolloutDraft } from "../../model/rollout-plan";
import { meshOf } from "../../queries/mesh-of";
import { runQuery } from "../../queries/run-query";
import { dryRun } from "../analysis/dry-run";
import { namespacesOfPlan } from "../run/rollout-names";
import { makePlan } from "./make-plan";

/** The newest traffic takes a moment to be in. */
const SETTLE_MS = 10_000;

/** Tries a draft's thresholds on the latest `hours` of traffic, and says how long its steps would take. Changes nothing. */
export function dryRunRollout({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { draft: RolloutDraft; hours: number };
}): Promise<DryRun> {
  const { draft, hours } = input;
  const mesh = meshOf(ctx, draft.mesh);
  return runQuery(ctx, "rollout.dry-run", { "heddle.hours": hours }, async () => {
    const plan = makePlan(ctx, draft);
    for (const namespace of namespacesOfPlan(plan)) authorize(ctx, "viewer", namespace);
    const toMs = ctx.now() - SETTLE_MS;
    return dryRun(mesh, { plan, fromMs: toMs - hours * 3_600_000, toMs });
  });
}
