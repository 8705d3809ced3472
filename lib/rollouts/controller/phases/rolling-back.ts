import { BASELINE_STEP, ROLLED_BACK_STEP } from "../../../model/rollout-plan";
import { restingStep } from "../../plan/desired-state";
import { rollbackSteps } from "../../plan/traffic-at";
import type { OperationRow } from "../../rollout-store";
import { rollbackTarget, shiftFor } from "../capacity";
import { type Desk, type Found, operationsOf } from "../desk";
import { measureSince, noteShares, type TargetMeasure } from "../measure-share";
import { propagated } from "../propagated";
import { stableBroken } from "../stable-broken";
import { writeStep } from "../write-step";
import { backsOff, written } from "../written";

/** Reasons for which a person put the baseline back as it was; after all others nothing may be left on the candidate. */
const BY_PERSON: readonly string[] = ["aborted", "rollback", "rejected", "cancelled", "expired", "newRevision"];
/** A write that nobody answers is not waited for longer: the way back depends on nobody. */
const ANSWER_MS = 10_000;

/**
 * Back to stable: target by target, the last begun first; as fast as stable has room for it and does not fail itself; then drained; then at rest.
 * Needs neither metrics nor analysis nor validation to be well.
 */
export async function rollingBack(desk: Desk): Promise<Found> {
  const { row } = desk;
  if (backsOff(desk)) return null;
  const operations = await operationsOf(desk);
  if (operations.length === 0) return { event: { type: "reverted" }, text: "Nothing had been written" };
  const { appliedStepId, stepId } = row.state;
  const rest = restingStep(row.plan, desk.baseline, !BY_PERSON.includes(row.state.reason));
  if (appliedStepId === rest && operations[0]?.stepId === rest) return atRest(desk);
  const order = rollbackSteps(row.plan, stepId);
  const next = order[order.indexOf(appliedStepId) + 1];
  if (next !== undefined && appliedStepId !== ROLLED_BACK_STEP) return backOneStep(desk, next, operations[0]);
  return (await drained(desk, operations)) ? write(desk, rest, "Everything is as it was") : null;
}

async function atRest(desk: Desk): Promise<Found> {
  const { row, nowMs } = desk;
  const { answered } = await propagated(desk);
  if (!answered && nowMs - row.state.enteredAtMs < ANSWER_MS) return null;
  const whole = row.state.appliedStepId === BASELINE_STEP;
  const text = whole ? "everything is as it was before" : "nothing of the traffic goes to the candidate";
  return { event: { type: "reverted" }, text: `Rolled back: ${text}` };
}

/** One target back, in as many shifts as stable's capacity takes. */
async function backOneStep(desk: Desk, next: string, last: OperationRow | undefined): Promise<Found> {
  const { row, sight } = desk;
  const { state, plan } = row;
  const { answered } = await propagated(desk);
  const wait = state.appliedStepId.startsWith(ROLLED_BACK_STEP) && !answered;
  if (wait && desk.nowMs - state.enteredAtMs < ANSWER_MS) return null;
  const target = plan.targets[rollbackTarget(next)];
  const sinceMs = Math.max(state.stepEnteredAtMs, state.bakeStartedAtMs ?? 0, last?.startedAtMs ?? 0);
  const broken = target && (await stableBroken(desk, target, sinceMs));
  if (broken) return broken;
  const shift = shiftFor(sight, row, next);
  if (!shift) return write(desk, next, "Back on stable");
  if (last?.stepId === shift.stepId) return null;
  const outcome = await writeStep(desk, shift.stepId, shift.plan);
  const done = (meshRevision: number) => ({ type: "shifted", meshRevision, why: shift.text }) as const;
  return written(desk, outcome, done, shift.text);
}

async function write(desk: Desk, stepId: string, text: string): Promise<Found> {
  const outcome = await writeStep(desk, stepId);
  return written(desk, outcome, (meshRevision) => ({ type: "revertWritten", stepId, meshRevision }), text);
}

/** The candidate's side is kept until its traffic is at 0 and the drain time is over. Blind, time alone decides. */
async function drained(desk: Desk, operations: readonly OperationRow[]): Promise<boolean> {
  const { row, nowMs } = desk;
  const { drainSec, propagationTimeoutSec } = row.plan;
  const backAtMs = operations.find(({ stepId, state }) => stepId === ROLLED_BACK_STEP && state === "done")?.startedAtMs;
  if (backAtMs === undefined) return row.state.appliedStepId === BASELINE_STEP;
  const waitedMs = nowMs - backAtMs;
  if (waitedMs < drainSec * 1000) return false;
  if (waitedMs > (drainSec + propagationTimeoutSec) * 1000) return true;
  const measures = await measureSince(desk, backAtMs).catch((): TargetMeasure[] => []);
  await noteShares(desk, measures);
  return measures.length > 0 && measures.every(({ sides }) => sides.blind !== null || sides.canary.requests === 0);
}
