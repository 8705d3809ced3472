import { authorize } from "../../identity/authorize";
import type { Ctx } from "../../identity/ctx";
import type { ObjectDiff } from "../../model/change";
import type { Finding } from "../../model/finding";
import { isHeddleError } from "../../model/heddle-error";
import type { RolloutCheck } from "../../model/rollout";
import { PROMOTED_STEP, type RolloutDraft, type RolloutPlan } from "../../model/rollout-plan";
import { meshOf } from "../../queries/mesh-of";
import type { MeshWorld } from "../../queries/mesh-world";
import { runQuery } from "../../queries/run-query";
import { firstStepId } from "../machine/next-stop";
import { desiredState } from "../plan/desired-state";
import { namespacesOfPlan } from "../run/rollout-names";
import { baselineNow } from "./baseline-now";
import { blastRadius } from "./blast-radius";
import { makePlan } from "./make-plan";
import { planFindings } from "./plan-findings";
import { diffsBetween } from "./read-rollout";

/** What a draft would become and do: plan, findings, differences, whom it touches. Changes nothing. */
export function checkRollout({ ctx, input }: { ctx: Ctx; input: RolloutDraft }): Promise<RolloutCheck> {
  return runQuery(ctx, "rollout.check", {}, async () => {
    const mesh = meshOf(ctx, input.mesh);
    for (const { target } of input.targets) authorize(ctx, "viewer", target.namespace);
    const plan = planOrFinding(ctx, input);
    if ("finding" in plan) {
      return { plan: null, findings: [plan.finding], blastRadius: null, firstDiff: [], finalDiff: [] };
    }
    for (const namespace of namespacesOfPlan(plan)) authorize(ctx, "viewer", namespace);
    const { findings, sight } = await planFindings(ctx, mesh, plan, { author: ctx.actor.id });
    const finalDiff = diffTo(plan, sight, PROMOTED_STEP);
    return {
      plan,
      findings,
      blastRadius: await blastRadius(ctx, mesh, plan, sight.world, finalDiff),
      firstDiff: diffTo(plan, sight, firstStepId(plan)),
      finalDiff,
    };
  });
}

function planOrFinding(ctx: Ctx, draft: RolloutDraft): RolloutPlan | { finding: Finding } {
  try {
    return makePlan(ctx, draft);
  } catch (error) {
    if (!isHeddleError(error) || error.code !== "invalid_input") throw error;
    const message = `${error.what} ${error.why}`;
    const object = `Rollout ${draft.name}`;
    return { finding: { code: "HED-RO-000", severity: "error", object, path: "targets", message, fix: error.next } };
  }
}

/** [] where the objects cannot be steered so: a finding says it. */
function diffTo(plan: RolloutPlan, sight: MeshWorld, stepId: string): ObjectDiff[] {
  const baseline = baselineNow({ plan }, sight);
  try {
    return diffsBetween(baseline, sight.config, desiredState(plan, stepId, baseline));
  } catch {
    return [];
  }
}
