import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type PhaseReason, RolloutPhase, TERMINAL_PHASES } from "../../model/rollout";
import { BASELINE_STEP, PROMOTED_STEP, planSteps, type RolloutPlan } from "../../model/rollout-plan";
import { draftRun, type RunState } from "../../model/run-state";
import { expandStrategy } from "../plan/expand-strategy";
import { hashPlan } from "../plan/hash-plan";
import { draft, TARGET } from "../testing/sample-draft";
import type { RunEvent, RunEventType } from "./run-event";
import { transition } from "./transition";
import { TRANSITIONS } from "./transition-table";

const NOW = 1_000_000;

function planOf(over: Record<string, unknown> = {}): RolloutPlan {
  const plan = expandStrategy(draft(over), { name: "local" });
  return { ...plan, hash: hashPlan(plan) };
}

const gated = planOf({ gates: { start: true, aboveWeight: 20, promotion: true } });
const bare = planOf();
const [first = "", second = "", third = ""] = planSteps(gated).map(({ step }) => step.id);

const FROZEN = 'The freeze window "holidays" is on.';

/** An event of each kind whose guard lets it through. */
const EVENTS: { [T in RunEventType]: Extract<RunEvent, { type: T }> } = {
  validated: { type: "validated" },
  start: { type: "start", lintClean: true, targetFree: true, frozen: null, stableInstances: { t1: 2 }, before: [] },
  queue: { type: "queue", by: "zoe", behind: "rollout 4" },
  unqueue: { type: "unqueue", why: "its plan does not hold any more" },
  gateSatisfied: { type: "gateSatisfied", evidenceUnchanged: true, expired: false, frozen: null, failing: false },
  gateRejected: { type: "gateRejected", by: "grace", why: "not today" },
  gateExpired: { type: "gateExpired" },
  prepared: { type: "prepared", candidateReady: true },
  applied: { type: "applied", readBackEqual: true, meshRevision: 7 },
  weightSeen: { type: "weightSeen", weak: false },
  propagationTimeout: { type: "propagationTimeout", why: "off" },
  bakeDone: { type: "bakeDone", verdict: "pass", bakedMs: 1e9, requests: 1e9 },
  fail: { type: "fail", why: "errors" },
  inconclusive: { type: "inconclusive", blind: false, why: "few" },
  foreignChange: { type: "foreignChange", why: "bob wrote" },
  newRevision: { type: "newRevision", why: "v3" },
  revertToBaseline: { type: "revertToBaseline", why: "put back" },
  windowClosed: { type: "windowClosed", why: "holiday" },
  windowOpened: { type: "windowOpened" },
  pause: { type: "pause", by: "ada", why: "" },
  resume: { type: "resume", by: "ada", frozen: null },
  promote: { type: "promote", by: "ada", failing: false, frozen: null },
  breakGlass: { type: "breakGlass", by: "root", why: "outage of the analysis" },
  takeMine: { type: "takeMine", by: "ada" },
  mineTaken: { type: "mineTaken", meshRevision: 8 },
  adoptTheirs: { type: "adoptTheirs", by: "ada" },
  abort: { type: "abort", by: "ada", why: "" },
  rollback: { type: "rollback", by: "ada", why: "" },
  writeFailed: { type: "writeFailed", why: "503" },
  stableBroken: { type: "stableBroken", healthy: "stable", why: "errors" },
  promotedWritten: { type: "promotedWritten", meshRevision: 9 },
  promoted: { type: "promoted" },
  cleaned: { type: "cleaned" },
  revertWritten: { type: "revertWritten", stepId: "@rolled-back", meshRevision: 9 },
  shifted: { type: "shifted", meshRevision: 9, why: "half" },
  held: { type: "held", stepId: "@rolled-back", meshRevision: 9 },
  reverted: { type: "reverted" },
  leaderLost: { type: "leaderLost" },
};

/** A run in a phase, at the first step, as it would be there. */
function at(phase: RolloutPhase, over: Partial<RunState> = {}): RunState {
  return {
    ...draftRun(NOW - 60_000),
    phase,
    stepId: phase === "promoting" || phase === "cleanup" ? PROMOTED_STEP : first,
    appliedStepId: phase === "promoting" || phase === "cleanup" ? PROMOTED_STEP : first,
    stepSeq: 5,
    bakeStartedAtMs: phase === "baking" ? NOW - 30_000 : null,
    pausedFrom: phase === "paused" ? "baking" : null,
    ...over,
  };
}

function moved(plan: RolloutPlan, state: RunState, event: RunEvent, nowMs = NOW): RunState {
  const result = transition(plan, state, event, nowMs);
  if ("refused" in result) throw new Error(result.refused);
  return result.state;
}

const refusal = (plan: RolloutPlan, state: RunState, event: RunEvent) => {
  const result = transition(plan, state, event, NOW);
  return "refused" in result ? result.refused : null;
};

/** What each row needs of the run beyond its phase, and where it then leads. */
const ROWS: [event: RunEventType, from: RunState, to: RolloutPhase, over?: Partial<RunState>][] = [
  ["validated", at("draft"), "validated"],
  ["start", at("validated", { stepId: BASELINE_STEP }), "gate", { gateId: "start-gate", gateOpenedAtMs: NOW }],
  ["queue", at("validated"), "validated", { reason: "queued", reasonText: expect.stringContaining("zoe") }],
  ["unqueue", at("validated", { reason: "queued" }), "validated", { reason: "" }],
  ["gateSatisfied", at("gate", { stepId: BASELINE_STEP, gateId: "start-gate" }), "preparing", { gateId: null }],
  ["gateSatisfied", at("gate", { stepId: second, gateId: `${second}-gate` }), "applying", { stepId: second }],
  ["gateSatisfied", at("gate", { stepId: PROMOTED_STEP, gateId: "promotion-gate" }), "promoting"],
  ["gateRejected", at("gate", { stepId: second, gateId: `${second}-gate` }), "rollingBack", { reason: "rejected" }],
  ["gateExpired", at("gate", { stepId: second, gateId: `${second}-gate` }), "rollingBack", { reason: "expired" }],
  ["prepared", at("preparing", { stepId: BASELINE_STEP }), "applying", { stepId: first }],
  ["applied", at("applying"), "propagating", { appliedStepId: first, meshRevision: 7 }],
  ["weightSeen", at("propagating"), "baking", { bakeStartedAtMs: NOW }],
  ["propagationTimeout", at("propagating"), "paused", { reason: "inconclusive", pausedFrom: "propagating" }],
  ["bakeDone", at("baking"), "gate", { stepId: second, gateId: `${second}-gate` }],
  ["bakeDone", at("baking", { stepId: second }), "applying", { stepId: third }],
  ["bakeDone", at("baking", { stepId: third }), "gate", { stepId: PROMOTED_STEP, gateId: "promotion-gate" }],
  ["fail", at("baking"), "rollingBack", { reason: "failed" }],
  ["fail", at("gate", { stepId: second, gateId: `${second}-gate` }), "rollingBack", { gateId: null }],
  ["fail", at("paused"), "rollingBack"],
  ["inconclusive", at("baking"), "baking", { inconclusiveSinceMs: NOW }],
  ["inconclusive", at("baking", { inconclusiveSinceMs: 0 }), "paused", { reason: "inconclusive" }],
  ["foreignChange", at("baking"), "paused", { reason: "conflict", bakedMs: 30_000 }],
  ["newRevision", at("paused"), "rollingBack", { reason: "newRevision" }],
  ["revertToBaseline", at("propagating"), "rollingBack", { reason: "cancelled" }],
  ["windowClosed", at("baking"), "paused", { reason: "window" }],
  ["windowOpened", at("paused", { reason: "window" }), "baking"],
  ["pause", at("applying"), "paused", { reason: "user", pausedFrom: "applying" }],
  ["resume", at("paused", { reason: "user", bakedMs: 12_000 }), "baking", { bakedMs: 12_000, bakeStartedAtMs: NOW }],
  ["promote", at("baking", { stepId: second }), "applying", { stepId: third }],
  ["promote", at("holdOnHealthy", { healthy: "candidate", stepId: PROMOTED_STEP }), "promoting"],
  ["promote", at("holdOnHealthy", { healthy: "candidate" }), "gate", { gateId: "promotion-gate" }],
  ["breakGlass", at("gate", { stepId: second, gateId: `${second}-gate` }), "applying", { stepId: second }],
  ["takeMine", at("paused", { reason: "conflict" }), "baking", { takeMine: true }],
  ["mineTaken", at("baking", { takeMine: true }), "baking", { takeMine: false }],
  ["adoptTheirs", at("paused", { reason: "conflict" }), "superseded", { endedAtMs: NOW }],
  ["abort", at("baking"), "rollingBack", { reason: "aborted" }],
  ["rollback", at("holdOnHealthy"), "rollingBack", { reason: "rollback" }],
  ["writeFailed", at("applying"), "applying", { stepId: first }],
  ["writeFailed", at("rollingBack"), "rollingBack"],
  ["stableBroken", at("promoting"), "holdOnHealthy", { healthy: "stable" }],
  ["promotedWritten", at("promoting", { appliedStepId: third }), "promoting", { appliedStepId: PROMOTED_STEP }],
  ["promoted", at("promoting"), "cleanup"],
  ["cleaned", at("cleanup"), "succeeded", { endedAtMs: NOW }],
  ["revertWritten", at("rollingBack"), "rollingBack", { appliedStepId: "@rolled-back" }],
  ["shifted", at("rollingBack"), "rollingBack", { appliedStepId: first }],
  ["held", at("holdOnHealthy"), "holdOnHealthy", { appliedStepId: "@rolled-back" }],
  ["reverted", at("rollingBack"), "rolledBack", { endedAtMs: NOW }],
  ["leaderLost", at("baking"), "baking"],
];

describe("rows of the table", () => {
  it.each(ROWS)("%s leads on from where it may", (type, from, to, over = {}) => {
    const next = moved(gated, from, EVENTS[type]);
    expect(next).toMatchObject({ phase: to, ...over });
    expect(next.stepSeq).toBe(from.stepSeq + 1);
  });

  it("have each a case above", () => {
    expect(new Set(ROWS.map(([type]) => type))).toEqual(new Set(TRANSITIONS.map((row) => row.event)));
  });

  it("lead only where they say they do", () => {
    for (const [type, from, to] of ROWS) {
      const row = TRANSITIONS.find((one) => one.event === type && one.from.includes(from.phase));
      if (type !== "leaderLost") expect(row?.to, type).toContain(to);
    }
  });
});

const PAIRS = RolloutPhase.options.flatMap((phase) =>
  (Object.keys(EVENTS) as RunEventType[]).flatMap((type) =>
    TRANSITIONS.some((row) => row.event === type && row.from.includes(phase)) ? [] : [[type, phase] as const],
  ),
);

describe("pairs the table does not have", () => {
  it.each(PAIRS)("%s is refused while %s", (type, phase) => {
    expect(refusal(gated, at(phase), EVENTS[type])).toContain(`takes no ${type}`);
  });
});

describe("guards", () => {
  const gate = at("gate", { stepId: second, gateId: `${second}-gate` });
  const REFUSED: [what: string, state: RunState, event: RunEvent, why: string][] = [
    ["a start with errors", at("validated"), { ...EVENTS.start, lintClean: false }, "validation finds errors"],
    ["a start on a held target", at("validated"), { ...EVENTS.start, targetFree: false }, "another run"],
    ["a start in a freeze window", at("validated"), { ...EVENTS.start, frozen: FROZEN }, "freeze window"],
    ["leaving a queue it is not in", at("validated"), EVENTS.unqueue, "waits for no target"],
    ["a gate whose evidence changed", gate, { ...EVENTS.gateSatisfied, evidenceUnchanged: false }, "no longer what"],
    ["a gate that expired", gate, { ...EVENTS.gateSatisfied, expired: true }, "expired"],
    ["a gate while analysis fails", gate, { ...EVENTS.gateSatisfied, failing: true }, "analysis fails"],
    ["a gate in a freeze window", gate, { ...EVENTS.gateSatisfied, frozen: FROZEN }, "freeze window"],
    ["a candidate that is not ready", at("preparing"), { type: "prepared", candidateReady: false }, "not ready"],
    ["a write read back wrong", at("applying"), { ...EVENTS.applied, readBackEqual: false }, "read back"],
    ["a bake without verdict", at("baking"), { ...EVENTS.bakeDone, verdict: null }, "nothing was analysed"],
    ["a bake that is unsure", at("baking"), { ...EVENTS.bakeDone, verdict: "inconclusive" }, "inconclusive"],
    ["a bake that could not measure", at("baking"), { ...EVENTS.bakeDone, verdict: "error" }, "error"],
    ["a bake before its time", at("baking"), { ...EVENTS.bakeDone, bakedMs: 19_999 }, "not over"],
    ["a promotion against failing analysis", at("baking"), { ...EVENTS.promote, failing: true }, "break-glass"],
    ["promoting what is held on stable", at("holdOnHealthy", { healthy: "stable" }), EVENTS.promote, "not the side"],
    ["resuming a conflict", at("paused", { reason: "conflict" }), EVENTS.resume, "someone else"],
    ["resuming in a freeze window", at("paused", { reason: "window" }), { ...EVENTS.resume, frozen: FROZEN }, FROZEN],
    [
      "resuming a write in a freeze window",
      at("paused", { reason: "user", pausedFrom: "applying" }),
      { ...EVENTS.resume, frozen: FROZEN },
      FROZEN,
    ],
    ["going on in a freeze window", at("baking"), { ...EVENTS.promote, frozen: FROZEN }, FROZEN],
    [
      "keeping the candidate in a freeze window",
      at("holdOnHealthy", { healthy: "candidate" }),
      { ...EVENTS.promote, frozen: FROZEN },
      FROZEN,
    ],
    ["pausing a conflict", at("paused", { reason: "conflict" }), EVENTS.pause, "resolve that first"],
    [
      "going on from a step that was not reached",
      at("paused", { reason: "user", pausedFrom: "applying" }),
      EVENTS.promote,
      "not reached yet",
    ],
    ["going on from a conflict", at("paused", { reason: "conflict" }), EVENTS.promote, "someone else changed"],
    [
      "breaking the glass on a write",
      at("paused", { reason: "user", pausedFrom: "applying" }),
      EVENTS.breakGlass,
      "gates and analyses",
    ],
    ["ours written unasked", at("baking", { takeMine: false }), EVENTS.mineTaken, "nobody said so"],
    [
      "the end of a window that is not waited for",
      at("paused", { reason: "user" }),
      EVENTS.windowOpened,
      "not a freeze",
    ],
    ["taking ours without a conflict", at("paused"), EVENTS.takeMine, "no conflict"],
    ["adopting theirs without a conflict", at("paused"), EVENTS.adoptTheirs, "no conflict"],
    ["promoted before it is written", at("promoting", { appliedStepId: third }), EVENTS.promoted, "not written"],
    ["breaking the glass on a conflict", at("paused", { reason: "conflict" }), EVENTS.breakGlass, "gates and analyses"],
  ];
  it.each(REFUSED)("refuse %s", (_, state, event, why) => {
    expect(refusal(gated, state, event)).toContain(why);
  });
});

describe("what a plan says decides", () => {
  it("a bake waits for the requests its step asks for", () => {
    const strategy = { kind: "canary", weights: [10, 100], bakeSec: 0, minRequests: 50 };
    const needy = planOf({ targets: [{ target: TARGET, strategy }] });
    const state = at("baking", { stepId: planSteps(needy)[0]?.step.id ?? "" });
    expect(refusal(needy, state, { ...EVENTS.bakeDone, requests: 49 })).toContain("too few requests");
    expect(moved(needy, state, { ...EVENTS.bakeDone, requests: 50 }).phase).toBe("applying");
  });

  it.each([
    ["inconclusive", false, "onInconclusive"],
    ["blind", true, "onBlind"],
  ] as const)("a run that stays %s pauses, or is rolled back where the policy says so", (reason, blind, field) => {
    const spent = at("baking", { inconclusiveSinceMs: 0 });
    const event = { ...EVENTS.inconclusive, blind };
    expect(moved(bare, spent, event)).toMatchObject({ phase: "paused", reason });
    const strict = planOf({ analysis: { checks: [{ metric: "successRate" }], [field]: "rollback" } });
    expect(moved(strict, spent, event)).toMatchObject({ phase: "rollingBack", reason });
  });

  it.each([
    ["gateExpired", "onExpire", "expired"],
    ["gateRejected", "onReject", "rejected"],
  ] as const)("%s holds where the gate says so", (type, field, reason) => {
    const holding = planOf({ gates: { start: true, promotion: false, spec: { [field]: "hold" } } });
    const state = at("gate", { stepId: BASELINE_STEP, gateId: "start-gate" });
    expect(moved(holding, state, EVENTS[type])).toMatchObject({ phase: "paused", reason, pausedFrom: "gate" });
  });

  it("a second word to go back does not begin the way back anew", () => {
    const back = at("rollingBack", { reason: "failed", reasonText: "errors" });
    expect(moved(bare, back, EVENTS.abort)).toMatchObject({ reason: "failed", reasonText: "errors" });
  });
});

describe("a write that fails", () => {
  it("backs off from 1 to 30 seconds and alarms after one interval", () => {
    let state = at("rollingBack");
    const waits: number[] = [];
    let nowMs = NOW;
    for (let i = 0; i < 8; i++) {
      state = moved(bare, state, EVENTS.writeFailed, nowMs);
      waits.push((state.failures?.nextMs ?? 0) - nowMs);
      nowMs = state.failures?.nextMs ?? 0;
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(state.failures?.alarmed).toBe(true);
    expect(moved(bare, at("rollingBack"), EVENTS.writeFailed).failures?.alarmed).toBe(false);
  });
});

describe("a pause", () => {
  it("keeps the bake clock and comes back to the same step", () => {
    const paused = moved(bare, at("baking", { bakeStartedAtMs: NOW - 7000, bakedMs: 1000 }), EVENTS.pause);
    expect(paused).toMatchObject({ phase: "paused", bakedMs: 8000, stepId: first });
    const back = moved(bare, paused, EVENTS.resume, NOW + 60_000);
    expect(back).toMatchObject({ phase: "baking", bakedMs: 8000, stepId: first, bakeStartedAtMs: NOW + 60_000 });
  });
});

const order = (plan: RolloutPlan) => [BASELINE_STEP, ...planSteps(plan).map(({ step }) => step.id), PROMOTED_STEP];
const anyEvent = fc.constantFrom(...Object.values(EVENTS).filter(({ type }) => type !== "leaderLost"));
const SAFE_ENDS: readonly PhaseReason[] = [
  "failed",
  "rejected",
  "expired",
  "aborted",
  "rollback",
  "newRevision",
  "cancelled",
];

test("whatever happens: never forward past a gate nobody opened, terminal stays terminal, a way back only ends", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), fc.boolean(), (events, withGates) => {
      const plan = withGates ? gated : bare;
      const steps = order(plan);
      let state = draftRun(NOW);
      let nowMs = NOW;
      for (const event of events) {
        nowMs += 1000;
        const result = transition(plan, state, event, nowMs);
        if ("refused" in result) continue;
        const next = result.state;
        expect(TERMINAL_PHASES).not.toContain(state.phase);
        const [before, after] = [steps.indexOf(state.stepId), steps.indexOf(next.stepId)];
        if (state.phase !== "holdOnHealthy") expect(after, "one step at a time").toBeLessThanOrEqual(before + 1);
        expect(after).toBeGreaterThanOrEqual(state.phase === "holdOnHealthy" ? 0 : before);
        if (state.phase === "gate" && next.phase !== "gate" && after === before && next.phase !== "paused") {
          const opened = ["gateSatisfied", "breakGlass"].includes(event.type) || next.phase === "rollingBack";
          expect(opened, event.type).toBe(true);
        }
        if (state.phase === "rollingBack") expect(["rollingBack", "rolledBack", "holdOnHealthy"]).toContain(next.phase);
        if (next.phase === "rolledBack") expect(state.phase).toBe("rollingBack");
        if (next.phase === "succeeded") expect(state.appliedStepId).toBe(PROMOTED_STEP);
        expect(next.stepSeq).toBe(state.stepSeq + 1);
        state = next;
      }
    }),
    { numRuns: 400 },
  );
});

test("from any state that was reached, a failure's way back ends rolled back", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      let state = draftRun(NOW);
      for (const event of events) {
        const result = transition(gated, state, event, NOW);
        if (!("refused" in result)) state = result.state;
      }
      if (TERMINAL_PHASES.includes(state.phase)) return;
      const back = state.phase === "rollingBack" ? state : moved(gated, state, EVENTS.abort);
      expect(back.phase).toBe("rollingBack");
      const end = moved(gated, moved(gated, back, EVENTS.revertWritten), EVENTS.reverted);
      expect(end.phase).toBe("rolledBack");
      expect([...SAFE_ENDS, "inconclusive", "blind"]).toContain(end.reason);
    }),
    { numRuns: 300 },
  );
});
