import type { RolloutEvent } from "../../model/rollout";
import type { StoreTx } from "../../store/app-store";
import type { RunEvent } from "../machine/run-event";
import { refusedEvent, type Transition, transition } from "../machine/transition";
import type { RolloutRow } from "../rollout-store";
import { desiredShares } from "./desired-shares";

export interface Commit {
  row: RolloutRow;
  event: RunEvent;
  /** the leader's epoch; null: a person's act */
  epoch: number | null;
  /** name of the person; "": the engine */
  actor: string;
  text: string;
  nowMs: number;
}

/**
 * Moves a run by one event: the new state by compare-and-set, its line in the event log and what the transition asks for, in the caller's transaction.
 * null: someone else moved the run first. Throws HeddleError `conflict` when the table has no such row.
 */
export async function commitEvent(tx: StoreTx, commit: Commit): Promise<RolloutRow | null> {
  const { row, event, nowMs } = commit;
  const moved = transition(row.plan, row.state, event, nowMs);
  if ("refused" in moved) throw refusedEvent(event.type, moved.refused, row.state);
  const { state } = moved;
  const won = await tx.rollouts.advance(row.id, { fromSeq: row.state.stepSeq, epoch: commit.epoch, state });
  if (!won) return null;
  await tx.rollouts.addEvent(row.id, lineOf(commit, moved));
  if (moved.effects.includes("voidApprovals")) await tx.rollouts.voidApprovals(row.id, `voided by ${event.type}`);
  if (moved.effects.includes("releaseTarget")) await tx.rollouts.releaseTargets(row.id);
  if (tells(row, moved)) await tx.rollouts.enqueueNotice(noticeOf(commit, moved));
  return { ...row, state, epoch: commit.epoch ?? row.epoch };
}

function lineOf({ row, event, actor, text, nowMs }: Commit, { state }: Transition): Omit<RolloutEvent, "id"> {
  return {
    at: new Date(nowMs).toISOString(),
    kind: event.type,
    fromPhase: row.state.phase,
    toPhase: state.phase,
    stepId: state.stepId,
    stepSeq: state.stepSeq,
    actor,
    text,
    desired: desiredShares(row.plan, state.appliedStepId, state.before),
    observed: state.observed,
  };
}

const TOLD_PHASES: readonly string[] = [
  "gate",
  "paused",
  "rollingBack",
  "rolledBack",
  "holdOnHealthy",
  "succeeded",
  "superseded",
];

/** People hear of gates, of what went wrong and of the end, not of every step. */
function tells({ state: before }: RolloutRow, { state, effects }: Transition): boolean {
  const entered = state.phase !== before.phase || state.gateOpenedAtMs !== before.gateOpenedAtMs;
  if (state.failures?.alarmed && !before.failures?.alarmed) return true;
  return effects.includes("alarm") || (entered && TOLD_PHASES.includes(state.phase));
}

function noticeOf({ row, event, actor, text, nowMs }: Commit, { state, effects }: Transition) {
  const { id, number, mesh, plan } = row;
  return {
    rolloutId: id,
    kind: state.phase === "gate" ? "approvalNeeded" : state.phase,
    createdAtMs: nowMs,
    payload: {
      rolloutId: id,
      number,
      mesh,
      name: plan.name,
      event: event.type,
      phase: state.phase,
      reason: state.reason,
      stepId: state.stepId,
      gateId: state.gateId,
      actor,
      text: text || state.reasonText,
      alarm: effects.includes("alarm"),
    },
  };
}
