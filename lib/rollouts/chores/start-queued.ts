import type { AppContext, Ctx } from "../../identity/ctx";
import { mutate } from "../../identity/mutate";
import { isHeddleError } from "../../model/heddle-error";
import type { QueueRow, RolloutRow } from "../rollout-store";
import { auditTarget, namespacesOfPlan, targetKeys } from "../run/rollout-names";
import { unqueue } from "../verbs/queue-behind";
import { beginRun, refuseStart, sightOfStart } from "../verbs/start-rollout";
import { frozenNow } from "../windows/frozen-now";

/**
 * Starts every queued rollout whose targets are free, as the one who started it: with the rights that person has now. One that may not begin any more
 * leaves the queue and says why; a freeze window and a target that is held are waited for. Safe in several consoles at once.
 */
export async function startQueued(app: AppContext): Promise<void> {
  for (const entry of await app.store.rollouts.queue()) {
    const row = await app.store.rollouts.get(entry.rolloutId);
    if (row?.state.phase !== "validated" || row.state.reason !== "queued") {
      await app.store.rollouts.dequeue(entry.rolloutId);
      continue;
    }
    // One that cannot be started now is tried again at the next round, and holds up none of the others.
    await startOne(app, entry, row).catch((error: unknown) =>
      app.log.warn({ err: error, rollout: row.id }, "a queued rollout could not be started; trying again"),
    );
  }
}

async function startOne(app: AppContext, entry: QueueRow, row: RolloutRow): Promise<void> {
  const { rollouts } = app.store;
  const namespaces = namespacesOfPlan(row.plan);
  if ((await frozenNow(rollouts, row.plan, app.now())) !== null) return;
  if ((await rollouts.takeTargets(row.id, targetKeys(row.plan))) !== null) return;
  const { actor, via } = entry;
  const ctx: Ctx = { ...app, actor, via, remoteAddress: "", requestId: "" };
  const mutation = { action: "rollout.start", target: auditTarget(row), role: "operator" as const, namespaces };
  try {
    const seen = await sightOfStart(ctx, row);
    await mutate(ctx, mutation, async (tx) => {
      const now = (await tx.rollouts.get(row.id)) ?? row;
      await refuseStart(tx, ctx, now, seen);
      const begun = (await tx.rollouts.dequeue(row.id)) && (await beginRun(tx, ctx, now, seen, entry.reason));
      return { value: begun, detail: { rollout: row.id, planHash: row.plan.hash, queued: true, begun } };
    });
    app.rolloutMoved?.(row.mesh);
  } catch (error) {
    if (!isHeddleError(error)) throw error;
    await giveUp(app, row, `It was not started: ${error.what} ${error.why}`);
  }
}

async function giveUp(app: AppContext, { id }: RolloutRow, why: string): Promise<void> {
  await app.store.transaction(async (tx) => {
    const row = await tx.rollouts.get(id);
    if (!row) return;
    await unqueue(tx, row, why, app.now());
    await tx.rollouts.releaseTargets(id);
  });
}
