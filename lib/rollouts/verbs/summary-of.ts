import type { Actor } from "../../model/actor";
import { type RolloutRun, type RolloutSummary, TERMINAL_PHASES } from "../../model/rollout";
import { BASELINE_STEP, PROMOTED_STEP, planSteps, ROLLED_BACK_STEP } from "../../model/rollout-plan";
import type { RunState } from "../../model/run-state";
import { whyNotDecide } from "../gates/why-not-decide";
import { gateOf } from "../machine/next-stop";
import type { BreakGlassRow, RolloutRow } from "../rollout-store";
import { desiredShares } from "../run/desired-shares";
import { namespacesOfPlan } from "../run/rollout-names";
import { nextEvent } from "./next-event";

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

/** A rollout as a line of the list, for one asker. `glass`: its acts of break-glass that nobody stands behind yet. */
export function summaryOf(
  row: RolloutRow,
  actor: Actor,
  glass: readonly Pick<BreakGlassRow, "person">[],
  nowMs: number,
): RolloutSummary {
  const { plan, state } = row;
  const steps = planSteps(plan);
  const gate = state.phase === "gate" ? gateOf(plan, state.gateId) : undefined;
  return {
    id: row.id,
    number: row.number,
    name: plan.name,
    mesh: row.mesh,
    namespaces: namespacesOfPlan(plan),
    targets: plan.targets.map(({ id, target, strategy }) => ({
      id,
      kind: target.kind,
      namespace: target.namespace,
      host: target.kind === "traffic" ? target.host : target.app,
      stable: target.kind === "traffic" ? target.stable.version : "",
      candidate: target.kind === "traffic" ? target.candidate.version : "",
      strategy: strategy.kind,
    })),
    targetId: targetIdOf(row),
    author: row.author,
    createdAt: iso(row.createdAtMs),
    startedAt: isoOrNull(state.startedAtMs),
    endedAt: isoOrNull(state.endedAtMs),
    run: runOf(row),
    steps: steps.length,
    stepIndex: indexOf(
      steps.map(({ step }) => step.id),
      state,
    ),
    next: nextEvent(row, nowMs),
    waitsForMe: gate !== undefined && whyNotDecide(actor, row, gate) === null,
    glassBrokenBy: glass.map(({ person: { id, name } }) => ({ id, name })),
  };
}

function targetIdOf({ plan, state: { stepId } }: RolloutRow): string {
  const at = planSteps(plan).find(({ step }) => step.id === stepId)?.target;
  return (at ?? plan.targets.at(stepId === PROMOTED_STEP ? -1 : 0))?.id ?? "";
}

function indexOf(ids: readonly string[], { stepId }: RunState): number {
  if (stepId === BASELINE_STEP) return -1;
  return stepId === PROMOTED_STEP ? ids.length : ids.indexOf(stepId);
}

function runOf({ plan, state, epoch }: RolloutRow): RolloutRun {
  return {
    phase: state.phase,
    reason: state.reason,
    reasonText: state.reasonText,
    stepId: state.stepId,
    stepSeq: state.stepSeq,
    epoch,
    enteredAt: iso(state.enteredAtMs),
    bakeStartedAt: isoOrNull(state.bakeStartedAtMs),
    bakedMs: state.bakedMs,
    pausedFrom: state.pausedFrom,
    desired: desiredShares(plan, state.phase === "rollingBack" ? ROLLED_BACK_STEP : state.appliedStepId, state.before),
    observed: state.observed,
    observedAt: isoOrNull(state.observedAtMs),
    weak: state.weak,
    meshRevision: state.meshRevision,
    alarm: alarmOf(state),
  };
}

/** What a person must look at now. */
function alarmOf({ phase, reason, reasonText, enteredAtMs, failures }: RunState): RolloutRun["alarm"] {
  if (TERMINAL_PHASES.includes(phase)) return null;
  if (failures?.alarmed) return { since: iso(failures.sinceMs), text: `The mesh cannot be written: ${failures.text}` };
  const alarming = phase === "holdOnHealthy" || (phase === "paused" && reason !== "user" && reason !== "window");
  return alarming ? { since: iso(enteredAtMs), text: reasonText } : null;
}
