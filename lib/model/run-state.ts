import { z } from "zod";
import { PhaseReason, RolloutPhase, VersionShare } from "./rollout";
import { BASELINE_STEP } from "./rollout-plan";

/** What is stored of a run. Times are epoch ms of the wall clock, so that a restart goes on where it was and never ahead of it. */
export const RunState = z.object({
  phase: RolloutPhase,
  reason: PhaseReason,
  reasonText: z.string(),
  /** the step the run is at, or waits at the gate of */
  stepId: z.string(),
  /** the step whose state the mesh holds; what a tick compares with */
  appliedStepId: z.string(),
  stepSeq: z.number().int().nonnegative(),
  enteredAtMs: z.number(),
  stepEnteredAtMs: z.number(),
  bakeStartedAtMs: z.number().nullable(),
  bakedMs: z.number().nonnegative(),
  /** since when nothing can be concluded; null: the latest window said something */
  inconclusiveSinceMs: z.number().nullable(),
  pausedFrom: RolloutPhase.nullable(),
  /** the gate waited at; null: none */
  gateId: z.string().nullable(),
  gateOpenedAtMs: z.number().nullable(),
  weak: z.boolean(),
  /** a person said that our state goes over the foreign change */
  takeMine: z.boolean(),
  /** side the traffic is held on */
  healthy: z.enum(["stable", "candidate", "neither"]).nullable(),
  /** writes that fail since a while; `alarmed`: people were told */
  failures: z
    .object({
      count: z.number().int(),
      sinceMs: z.number(),
      nextMs: z.number(),
      text: z.string(),
      alarmed: z.boolean(),
    })
    .nullable(),
  /** ready instances of the stable side at the start, by target: what a way back needs */
  stableInstances: z.record(z.string(), z.number().int()),
  /** shares that the objects asked for before the run; a target that no route splits is left out */
  before: z.array(VersionShare).default([]),
  meshRevision: z.number().int(),
  observed: z.array(VersionShare),
  observedAtMs: z.number().nullable(),
  startedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
});
export type RunState = z.infer<typeof RunState>;

/** A run that has only been planned. `before`: what the objects ask for at that moment; the start looks again. */
export function draftRun(nowMs: number, before: VersionShare[] = []): RunState {
  return {
    phase: "draft",
    reason: "",
    reasonText: "",
    stepId: BASELINE_STEP,
    appliedStepId: BASELINE_STEP,
    stepSeq: 0,
    enteredAtMs: nowMs,
    stepEnteredAtMs: nowMs,
    bakeStartedAtMs: null,
    bakedMs: 0,
    inconclusiveSinceMs: null,
    pausedFrom: null,
    gateId: null,
    gateOpenedAtMs: null,
    weak: false,
    takeMine: false,
    healthy: null,
    failures: null,
    stableInstances: {},
    before,
    meshRevision: 0,
    observed: [],
    observedAtMs: null,
    startedAtMs: null,
    endedAtMs: null,
  };
}
