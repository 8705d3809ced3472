import type { PhaseReason, RolloutPhase } from "../../model/rollout";
import { BASELINE_STEP, PROMOTED_STEP, type RolloutPlan } from "../../model/rollout-plan";
import type { RunState } from "../../model/run-state";
import { afterStep, atGate, enterStep, firstStepId, gateOf, passGate, stepOf } from "./next-stop";
import type { RunEvent, RunEventType } from "./run-event";

/** What a transition asks of the one who commits it, in the same transaction or right after it. */
export type RunEffect = "snapshotBaseline" | "askPeople" | "voidApprovals" | "releaseTarget" | "alarm" | "stopWrites";

export interface Moment<E extends RunEvent = RunEvent> {
  plan: RolloutPlan;
  state: RunState;
  event: E;
  nowMs: number;
}

/** One row of the table. `guard` gives why the event is refused, or null. `to` lists every phase `apply` may lead to. */
export interface TransitionRow<E extends RunEvent = RunEvent> {
  event: E["type"];
  from: readonly RolloutPhase[];
  to: readonly RolloutPhase[];
  guard?(moment: Moment<E>): string | null;
  apply(moment: Moment<E>): Partial<RunState>;
  effects: readonly RunEffect[];
}

const FORWARD: readonly RolloutPhase[] = ["gate", "preparing", "applying", "propagating", "baking", "promoting"];
const ACTIVE: readonly RolloutPhase[] = [...FORWARD, "paused"];
const STARTED: readonly RolloutPhase[] = [...ACTIVE, "cleanup", "holdOnHealthy"];
const WRITING: readonly RolloutPhase[] = ["applying", "rollingBack", "promoting", "cleanup", "holdOnHealthy"];
/** In a freeze window these would go forward at once; the others come to a gate or the end of a bake, which stand still by themselves. */
const ABOUT_TO_WRITE: readonly RolloutPhase[] = ["preparing", "applying", "promoting"];
const NOT_TERMINAL: readonly RolloutPhase[] = ["draft", "validated", ...STARTED, "rollingBack"];
const BACKOFF_MS = [1000, 2000, 4000, 8000, 16_000, 30_000];
export const LONGEST_BACKOFF_MS = 30_000;

function row<T extends RunEventType>(
  event: T,
  from: readonly RolloutPhase[],
  to: readonly RolloutPhase[],
  rest: Omit<TransitionRow<Extract<RunEvent, { type: T }>>, "event" | "from" | "to">,
): TransitionRow {
  return { event, from, to, ...rest } as unknown as TransitionRow;
}

/** Back to the baseline. Whatever was approved or waited for is void. */
function rollBack(reason: PhaseReason, reasonText: string): Partial<RunState> {
  return {
    phase: "rollingBack",
    reason,
    reasonText,
    gateId: null,
    gateOpenedAtMs: null,
    pausedFrom: null,
    healthy: null,
  };
}

/** Stands still at the same step; what was baked so far is kept. */
function pauseAt({ state, nowMs }: Moment, reason: PhaseReason, reasonText: string): Partial<RunState> {
  const from = state.phase === "paused" ? state.pausedFrom : state.phase;
  const running = state.phase === "baking" && state.bakeStartedAtMs !== null ? nowMs - state.bakeStartedAtMs : 0;
  return {
    phase: "paused",
    reason,
    reasonText,
    pausedFrom: from,
    bakedMs: state.bakedMs + Math.max(0, running),
    bakeStartedAtMs: null,
  };
}

/** Where a pause is left to: the same step; a gate asks anew. */
function comeBack({ plan, state, nowMs }: Moment): Partial<RunState> {
  const phase = state.pausedFrom ?? "applying";
  const base = { phase, pausedFrom: null, inconclusiveSinceMs: null };
  if (phase === "gate") {
    const gate = gateOf(plan, state.gateId);
    return gate ? { ...base, ...atGate(gate, state.stepId, nowMs) } : { ...base, phase: "applying" };
  }
  return phase === "baking" ? { ...base, bakeStartedAtMs: nowMs } : base;
}

function onward({ plan, state, nowMs }: Moment): Partial<RunState> {
  return afterStep(plan, state.stepId, nowMs);
}

/** A held run goes to its end; the promotion's gate stands unless it was passed before. */
function endHold({ plan, state, nowMs }: Moment): Partial<RunState> {
  return state.stepId === PROMOTED_STEP ? passGate(PROMOTED_STEP, nowMs) : enterStep(plan, PROMOTED_STEP, nowMs);
}

/** Behind the gate that was satisfied: preparation after the start gate, else the step itself. */
function throughGate({ plan, state, nowMs }: Moment): Partial<RunState> {
  const gone = { gateId: null, gateOpenedAtMs: null };
  if (state.stepId === BASELINE_STEP) return { ...gone, phase: "preparing" };
  if (stepOf(plan, state.stepId)?.kind === "gate") return { ...gone, ...afterStep(plan, state.stepId, nowMs) };
  return passGate(state.stepId, nowMs);
}

/** Rows of rollouts.md, and the events its phases and buttons imply. Every pair not listed is refused. */
export const TRANSITIONS: readonly TransitionRow[] = [
  row("validated", ["draft"], ["validated"], { apply: () => ({ phase: "validated" }), effects: [] }),
  row("start", ["validated"], ["gate", "preparing"], {
    guard: ({ event }) => {
      if (!event.lintClean) return "validation finds errors";
      if (!event.targetFree) return "another run holds one of its targets";
      return event.frozen;
    },
    apply: ({ plan, event, nowMs }) => ({
      startedAtMs: nowMs,
      reason: "",
      reasonText: "",
      stableInstances: event.stableInstances,
      before: event.before,
      ...(plan.startGate ? atGate(plan.startGate, BASELINE_STEP, nowMs) : { phase: "preparing" as const }),
    }),
    effects: ["snapshotBaseline", "askPeople"],
  }),
  row("queue", ["validated"], ["validated"], {
    apply: ({ event }) => ({
      reason: "queued",
      reasonText: `${event.by} started it; it begins once ${event.behind} has given its target back.`,
    }),
    effects: [],
  }),
  row("unqueue", ["validated"], ["validated"], {
    guard: ({ state }) => (state.reason === "queued" ? null : "it waits for no target"),
    apply: ({ event }) => ({ reason: "", reasonText: event.why }),
    effects: ["alarm"],
  }),
  row("gateSatisfied", ["gate"], ["gate", "preparing", "applying", "promoting"], {
    guard: ({ event }) => {
      if (!event.evidenceUnchanged) return "what was approved is no longer what would happen";
      if (event.expired) return "the gate has expired";
      if (event.failing) return "analysis fails";
      return event.frozen;
    },
    apply: throughGate,
    effects: ["askPeople"],
  }),
  row("gateRejected", ["gate"], ["rollingBack", "paused"], {
    apply: (moment) => {
      const { plan, state, event } = moment;
      const text = `${event.by} rejected: ${event.why}`;
      return gateOf(plan, state.gateId)?.onReject === "hold"
        ? pauseAt(moment, "rejected", text)
        : rollBack("rejected", text);
    },
    effects: ["voidApprovals"],
  }),
  row("gateExpired", ["gate"], ["rollingBack", "paused"], {
    apply: (moment) => {
      const text = "Nobody decided in time.";
      return gateOf(moment.plan, moment.state.gateId)?.onExpire === "hold"
        ? pauseAt(moment, "expired", text)
        : rollBack("expired", text);
    },
    effects: ["voidApprovals"],
  }),
  row("prepared", ["preparing"], ["gate", "applying"], {
    guard: ({ event }) => (event.candidateReady ? null : "the candidate is not ready"),
    apply: ({ plan, nowMs }) => enterStep(plan, firstStepId(plan), nowMs),
    effects: ["askPeople"],
  }),
  row("applied", ["applying"], ["propagating"], {
    guard: ({ event }) => (event.readBackEqual ? null : "what was read back is not what was written"),
    apply: ({ state, event }) => ({
      phase: "propagating",
      appliedStepId: state.stepId,
      meshRevision: event.meshRevision,
      failures: null,
    }),
    effects: [],
  }),
  row("weightSeen", ["propagating"], ["baking"], {
    apply: ({ event, nowMs }) => ({ phase: "baking", bakeStartedAtMs: nowMs, weak: event.weak }),
    effects: [],
  }),
  row("propagationTimeout", ["propagating"], ["paused"], {
    apply: (moment) => pauseAt(moment, "inconclusive", moment.event.why),
    effects: ["alarm"],
  }),
  row("bakeDone", ["baking"], ["gate", "applying", "promoting"], {
    guard: ({ plan, state, event }) => {
      const step = stepOf(plan, state.stepId);
      if (event.verdict !== null && event.verdict !== "pass") return `the verdict is ${event.verdict}`;
      if (step?.analyse && event.verdict === null && plan.analysis.checks.length > 0) return "nothing was analysed yet";
      if (event.bakedMs < (step?.bakeSec ?? 0) * 1000) return "the bake time is not over";
      return event.requests < (step?.minRequests ?? 0) ? "too few requests reached the candidate" : null;
    },
    apply: onward,
    effects: ["askPeople"],
  }),
  row("fail", ["baking", "gate", "paused"], ["rollingBack"], {
    apply: ({ event }) => rollBack("failed", event.why),
    effects: ["voidApprovals", "alarm"],
  }),
  row("inconclusive", ["baking"], ["baking", "paused", "rollingBack"], {
    apply: (moment) => {
      const { plan, state, event, nowMs } = moment;
      const since = state.inconclusiveSinceMs ?? nowMs;
      const { inconclusiveBudgetSec, onInconclusive, onBlind } = plan.analysis;
      if (nowMs - since < inconclusiveBudgetSec * 1000) return { phase: "baking", inconclusiveSinceMs: since };
      const reason = event.blind ? "blind" : "inconclusive";
      if ((event.blind ? onBlind : onInconclusive) === "rollback") return rollBack(reason, event.why);
      return pauseAt(moment, reason, event.why);
    },
    effects: [],
  }),
  row("foreignChange", ACTIVE, ["paused"], {
    apply: (moment) => pauseAt(moment, "conflict", moment.event.why),
    effects: ["voidApprovals", "alarm"],
  }),
  row("newRevision", STARTED, ["rollingBack"], {
    apply: ({ event }) => rollBack("newRevision", event.why),
    effects: ["voidApprovals"],
  }),
  row("revertToBaseline", ACTIVE, ["rollingBack"], {
    apply: ({ event }) => rollBack("cancelled", event.why),
    effects: ["voidApprovals"],
  }),
  row("windowClosed", FORWARD, ["paused"], {
    apply: (moment) => pauseAt(moment, "window", moment.event.why),
    effects: [],
  }),
  row("windowOpened", ["paused"], FORWARD, {
    guard: ({ state }) => (state.reason === "window" ? null : "it is not a freeze window it waits for"),
    apply: (moment) => ({ ...comeBack(moment), reason: "", reasonText: "" }),
    effects: [],
  }),
  row("pause", ACTIVE, ["paused"], {
    guard: ({ state }) =>
      state.phase === "paused" && state.reason === "conflict" ? "it is paused by a conflict; resolve that first" : null,
    apply: (moment) =>
      pauseAt(moment, "user", `${moment.event.by} paused it${moment.event.why && `: ${moment.event.why}`}`),
    effects: [],
  }),
  row("resume", ["paused"], FORWARD, {
    guard: ({ state, event }) => {
      if (state.reason === "conflict") return "someone else changed its objects; take ours, theirs, or roll back";
      const writes = state.pausedFrom !== null && ABOUT_TO_WRITE.includes(state.pausedFrom);
      return state.reason === "window" || writes ? event.frozen : null;
    },
    apply: (moment) => ({ ...comeBack(moment), reason: "", reasonText: "" }),
    effects: ["voidApprovals", "askPeople"],
  }),
  row("promote", ["baking", "paused", "holdOnHealthy"], ["gate", "applying", "promoting"], {
    guard: ({ state, event }) => {
      if (event.failing) return "analysis fails; going on against it takes break-glass";
      if (state.phase === "holdOnHealthy" && state.healthy !== "candidate")
        return "the candidate is not the side that is well";
      if (state.phase === "paused" && state.pausedFrom !== "baking") return "the step was not reached yet; resume it";
      if (state.phase === "paused" && state.reason === "conflict") return "someone else changed its objects";
      return event.frozen;
    },
    apply: (moment) => ({
      pausedFrom: null,
      healthy: null,
      reason: "",
      reasonText: "",
      ...(moment.state.phase === "holdOnHealthy" ? endHold(moment) : onward(moment)),
    }),
    effects: ["askPeople"],
  }),
  row("breakGlass", ["gate", "baking", "paused"], ["gate", "preparing", "applying", "promoting"], {
    guard: ({ state }) =>
      state.phase === "paused" && (state.reason === "conflict" || !["gate", "baking"].includes(state.pausedFrom ?? ""))
        ? "breaking the glass passes gates and analyses only"
        : null,
    apply: (moment) => {
      const { state } = moment;
      const at = state.phase === "paused" ? state.pausedFrom : state.phase;
      const calm = { reason: "" as const, reasonText: "", pausedFrom: null };
      return { ...calm, ...(at === "gate" ? throughGate(moment) : onward(moment)) };
    },
    effects: ["alarm"],
  }),
  row("takeMine", ["paused"], FORWARD, {
    guard: ({ state }) => (state.reason === "conflict" ? null : "there is no conflict"),
    apply: (moment) => ({ ...comeBack(moment), reason: "", reasonText: "", takeMine: true }),
    effects: ["askPeople"],
  }),
  row("mineTaken", FORWARD, FORWARD, {
    guard: ({ state }) => (state.takeMine ? null : "nobody said so"),
    apply: ({ event }) => ({ takeMine: false, meshRevision: event.meshRevision, failures: null }),
    effects: [],
  }),
  row("adoptTheirs", ["paused"], ["superseded"], {
    guard: ({ state }) => (state.reason === "conflict" ? null : "there is no conflict"),
    apply: ({ event, nowMs }) => ({
      phase: "superseded",
      reason: "adopted",
      reasonText: `${event.by} keeps what the other one wrote and plans anew from there.`,
      pausedFrom: null,
      endedAtMs: nowMs,
    }),
    effects: ["voidApprovals", "releaseTarget"],
  }),
  ...(["abort", "rollback"] as const).map((event) =>
    row(event, NOT_TERMINAL, ["rollingBack"], {
      apply: ({ state, event: { by, why, type } }) =>
        state.phase === "rollingBack"
          ? {}
          : rollBack(type === "abort" ? "aborted" : "rollback", `${by} ended it${why && `: ${why}`}`),
      effects: ["voidApprovals"],
    }),
  ),
  row("writeFailed", WRITING, WRITING, {
    apply: ({ plan, state, event, nowMs }) => {
      const count = (state.failures?.count ?? 0) + 1;
      const waitMs = BACKOFF_MS[count - 1] ?? LONGEST_BACKOFF_MS;
      const sinceMs = state.failures?.sinceMs ?? nowMs;
      const alarmed = nowMs - sinceMs >= plan.analysis.intervalSec * 1000;
      return { failures: { count, sinceMs, nextMs: nowMs + waitMs, text: event.why, alarmed } };
    },
    effects: [],
  }),
  row("stableBroken", ["promoting", "rollingBack"], ["holdOnHealthy"], {
    apply: ({ event }) => ({
      phase: "holdOnHealthy",
      reason: "stableBroken",
      reasonText: event.why,
      healthy: event.healthy,
    }),
    effects: ["alarm"],
  }),
  /** the promoted state is in the mesh; traffic must show it before the run is promoted */
  row("promotedWritten", ["promoting"], ["promoting"], {
    apply: ({ event, nowMs }) => ({
      appliedStepId: PROMOTED_STEP,
      meshRevision: event.meshRevision,
      bakeStartedAtMs: nowMs,
      failures: null,
    }),
    effects: [],
  }),
  row("promoted", ["promoting"], ["cleanup"], {
    guard: ({ state }) => (state.appliedStepId === PROMOTED_STEP ? null : "the promoted state is not written yet"),
    apply: () => ({ phase: "cleanup", failures: null }),
    effects: [],
  }),
  row("cleaned", ["cleanup"], ["succeeded"], {
    apply: ({ nowMs }) => ({ phase: "succeeded", endedAtMs: nowMs, failures: null }),
    effects: ["releaseTarget"],
  }),
  row("revertWritten", ["rollingBack"], ["rollingBack"], {
    apply: ({ event }) => ({ appliedStepId: event.stepId, meshRevision: event.meshRevision, failures: null }),
    effects: [],
  }),
  row("shifted", ["rollingBack"], ["rollingBack"], {
    apply: ({ event }) => ({ reasonText: event.why, meshRevision: event.meshRevision, failures: null }),
    effects: ["alarm"],
  }),
  row("held", ["holdOnHealthy"], ["holdOnHealthy"], {
    apply: ({ event }) => ({ appliedStepId: event.stepId, meshRevision: event.meshRevision, failures: null }),
    effects: [],
  }),
  row("reverted", ["rollingBack"], ["rolledBack"], {
    apply: ({ nowMs }) => ({ phase: "rolledBack", endedAtMs: nowMs, failures: null }),
    effects: ["releaseTarget"],
  }),
  row("leaderLost", [...NOT_TERMINAL, "succeeded", "rolledBack", "superseded"], [], {
    apply: () => ({}),
    effects: ["stopWrites"],
  }),
];
