import type { Ctx } from "../../identity/ctx";
import { HeddleError } from "../../model/heddle-error";
import type { RolloutPhase } from "../../model/rollout";
import type { StoreTx } from "../../store/app-store";
import type { RolloutRow } from "../rollout-store";
import { commitEvent } from "../run/commit-event";
import { targetKeys } from "../run/rollout-names";
import { commitPerson } from "./decide";

/** Runs that give their target back by themselves. */
const ENDING: readonly RolloutPhase[] = ["rollingBack", "cleanup"];

/**
 * Lets a rollout wait for a target that another run holds (R9: the newer supersedes what waits). One that waits at a gate is rolled back for it; of
 * those that wait in the queue the newest stays. Throws `conflict` when the other run is under way. False: someone else moved one of them first.
 */
export async function queueBehind(
  tx: StoreTx,
  ctx: Ctx,
  row: RolloutRow,
  heldBy: string,
  reason: string,
): Promise<boolean> {
  const holder = await tx.rollouts.get(heldBy);
  if (!holder) return false;
  const { phase } = holder.state;
  if (phase !== "gate" && !ENDING.includes(phase)) throw underWay(holder);
  if (phase === "gate" && !(await giveWay(tx, ctx, holder, row))) return false;
  await leaveQueue(tx, ctx, row);
  const { actor, via = "" } = ctx;
  await tx.rollouts.enqueue({ rolloutId: row.id, actor, via, reason, queuedAtMs: ctx.now() });
  const event = { type: "queue", by: actor.name, behind: nameOf(holder) } as const;
  return commitPerson(tx, ctx, row, event, reason || `${actor.name} started it; it waits for ${nameOf(holder)}`);
}

/** The older run goes back to stable first. */
async function giveWay(tx: StoreTx, ctx: Ctx, older: RolloutRow, newer: RolloutRow): Promise<boolean> {
  const why = `${ctx.actor.name} started ${nameOf(newer)} of the same target.`;
  await tx.rollouts.setSupersededBy(older.id, newer.id);
  return commitPerson(tx, ctx, older, { type: "newRevision", why }, why);
}

/** Those that wait for one of the same targets already leave the queue. */
async function leaveQueue(tx: StoreTx, ctx: Ctx, newer: RolloutRow): Promise<void> {
  const keys = new Set(targetKeys(newer.plan));
  for (const { rolloutId } of await tx.rollouts.queue()) {
    const other = rolloutId === newer.id ? null : await tx.rollouts.get(rolloutId);
    if (!other || !targetKeys(other.plan).some((key) => keys.has(key))) continue;
    const why = `${ctx.actor.name} started ${nameOf(newer)} of the same target.`;
    await unqueue(tx, other, why, ctx.now(), ctx.actor.name);
    await tx.rollouts.setSupersededBy(other.id, newer.id);
  }
}

/** Takes a rollout out of the queue; it waits for its start again, and people are told why. */
export async function unqueue(tx: StoreTx, row: RolloutRow, why: string, nowMs: number, actor = ""): Promise<void> {
  const waited = await tx.rollouts.dequeue(row.id);
  if (!waited || row.state.reason !== "queued") return;
  await commitEvent(tx, { row, event: { type: "unqueue", why }, epoch: null, actor, text: why, nowMs });
}

const nameOf = ({ number, plan }: RolloutRow): string => `rollout ${number} (${plan.name})`;

function underWay({ id, number, plan, state }: RolloutRow): HeddleError {
  return new HeddleError("conflict", {
    what: `Rollout ${number} steers this target already.`,
    why: `"${plan.name}" is ${state.phase}; a target is steered by one run at a time.`,
    next: "Wait until it has ended, or abort it.",
    details: { heldBy: id },
  });
}
