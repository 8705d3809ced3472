import { randomUUID } from "node:crypto";
import { desiredShares } from "../run/desired-shares";
import { type Desk, forget, operationsOf } from "./desk";
import type { ForeignLook } from "./foreign-change";
import { lastWritten } from "./write-step";

/** Takes a foreign change that does not touch what the run steers into the baseline, and notes it. False: this is no longer the leader. */
export async function rebase(desk: Desk, look: Extract<ForeignLook, { kind: "rebase" }>): Promise<boolean> {
  const { deps, row, epoch, nowMs } = desk;
  const { stepId } = lastWritten(desk.baseline, await operationsOf(desk));
  return deps.store.transaction(async (tx) => {
    const begun = await tx.rollouts.beginOperation({
      id: randomUUID(),
      rolloutId: row.id,
      stepId,
      stepSeq: row.state.stepSeq,
      epoch,
      state: "done",
      items: [],
      revision: row.state.meshRevision,
      written: look.written,
      startedAtMs: nowMs,
    });
    if (!begun) return false;
    forget(desk);
    await tx.rollouts.putBaseline(row.id, look.baseline);
    await tx.rollouts.addEvent(row.id, {
      at: new Date(nowMs).toISOString(),
      kind: "rebased",
      fromPhase: null,
      toPhase: null,
      stepId: row.state.stepId,
      stepSeq: row.state.stepSeq,
      actor: look.by,
      text: `${look.by} changed the objects outside of what this run steers; their change is kept.`,
      desired: desiredShares(row.plan, row.state.appliedStepId, row.state.before),
      observed: row.state.observed,
    });
    return true;
  });
}
