import { randomUUID } from "node:crypto";
import type { Ctx } from "../../identity/ctx";
import type { ConflictInput } from "../../model/approval";
import type { RolloutDetail } from "../../model/rollout";
import { draftRun } from "../../model/run-state";
import type { StoreTx } from "../../store/app-store";
import type { RolloutRow } from "../rollout-store";
import { commitEvent } from "../run/commit-event";
import { commitPerson, decide } from "./decide";

/**
 * What a person does about a conflict. `mine`: the run's state is written over theirs; `theirs`: the run ends where it is, and the same plan waits to be
 * started from what is there now; `rollback`: back to the baseline.
 */
export function resolveConflict({
  ctx,
  input: { id, choice, ...input },
}: {
  ctx: Ctx;
  input: { id: string } & ConflictInput;
}): Promise<RolloutDetail> {
  const by = ctx.actor.name;
  return decide(ctx, {
    id,
    verb: "resolve",
    role: "operator",
    input,
    binds: "all",
    act: async (tx, row) => {
      const text = input.reason || `${by}: ${choice}`;
      if (choice === "mine") return commitPerson(tx, ctx, row, { type: "takeMine", by }, text);
      if (choice === "rollback") {
        return commitPerson(tx, ctx, row, { type: "rollback", by, why: input.reason }, text);
      }
      const moved = await commitPerson(tx, ctx, row, { type: "adoptTheirs", by }, text);
      if (moved) await tx.rollouts.setSupersededBy(id, await planAnew(tx, ctx, row));
      return moved;
    },
  });
}

/** The same plan as a new rollout; its baseline is what is there when it starts. */
async function planAnew(tx: StoreTx, ctx: Ctx, { mesh, plan, revisionHash }: RolloutRow): Promise<string> {
  const nowMs = ctx.now();
  const { id: authorId, name } = ctx.actor;
  const row = await tx.rollouts.create({
    id: randomUUID(),
    mesh,
    plan,
    revisionHash,
    author: { id: authorId, name },
    starter: null,
    createdAtMs: nowMs,
    state: draftRun(nowMs),
  });
  const text = "Planned anew from what somebody else wrote";
  await commitEvent(tx, { row, event: { type: "validated" }, epoch: null, actor: name, text, nowMs });
  return row.id;
}
