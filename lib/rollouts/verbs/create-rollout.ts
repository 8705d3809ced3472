import { randomUUID } from "node:crypto";
import { appendAudit } from "../../identity/audit";
import type { Ctx } from "../../identity/ctx";
import { auditFacts, guard, type Mutation } from "../../identity/mutate";
import type { Finding } from "../../model/finding";
import { HeddleError } from "../../model/heddle-error";
import type { RolloutDetail } from "../../model/rollout";
import type { RolloutDraft } from "../../model/rollout-plan";
import { draftRun } from "../../model/run-state";
import { meshOf } from "../../queries/mesh-of";
import { commitEvent } from "../run/commit-event";
import { revisionOf } from "../run/revision-of";
import { namespacesOfPlan } from "../run/rollout-names";
import { baselineNow } from "./baseline-now";
import { makePlan } from "./make-plan";
import { planFindings } from "./plan-findings";
import { readRollout } from "./read-rollout";
import { sharesBefore } from "./shares-before";

/**
 * Makes an immutable plan of a draft and a run that waits for its start. Nothing is written to the mesh. Throws `refused_by_policy` (details: {
 * findings }) when validation finds errors.
 */
export async function createRollout({ ctx, input }: { ctx: Ctx; input: RolloutDraft }): Promise<RolloutDetail> {
  const mesh = meshOf(ctx, input.mesh);
  const plan = makePlan(ctx, input);
  const { id: authorId, name } = ctx.actor;
  const mutation: Mutation = {
    action: "rollout.create",
    target: `rollout ${plan.name}`,
    role: "operator",
    namespaces: namespacesOfPlan(plan),
  };
  const id = await guard(ctx, mutation, async () => {
    const { findings, sight } = await planFindings(ctx, mesh, plan, { author: authorId });
    refuseErrors(findings);
    const revisionHash = revisionOf(plan, sight.world.workloads) ?? "";
    const before = sharesBefore(plan, baselineNow({ plan }, sight));
    return ctx.store.transaction(async (tx) => {
      const nowMs = ctx.now();
      const author = { id: authorId, name };
      const made = { id: randomUUID(), createdAtMs: nowMs, state: draftRun(nowMs, before), mesh: plan.mesh };
      const row = await tx.rollouts.create({ ...made, plan, revisionHash, author, starter: null });
      await commitEvent(tx, { row, event: { type: "validated" }, epoch: null, actor: name, text: "Planned", nowMs });
      const detail = { rollout: row.id, number: row.number, planHash: plan.hash };
      await appendAudit(tx.audit, ctx, { ...auditFacts(mutation), outcome: "allowed", detail });
      return row.id;
    });
  });
  return readRollout({ ctx, input: { id } });
}

/** Throws `refused_by_policy` when a finding is an error. */
export function refuseErrors(findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  throw new HeddleError("refused_by_policy", {
    what: "This rollout is not planned.",
    why: `Validation found ${errors.length === 1 ? "an error" : `${errors.length} errors`}: ${errors[0]?.message ?? ""}`,
    next: "Each finding names the field and what mends it.",
    details: { findings },
  });
}
