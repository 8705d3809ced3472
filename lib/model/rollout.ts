import { z } from "zod";
import { StoredAnalysis, Verdict } from "./analysis";
import { Approval, BreakGlassView, DecisionBinding, GateView } from "./approval";
import { ObjectDiff } from "./change";
import { ConfigKey } from "./config-object";
import { Finding } from "./finding";
import { ProxyPropagation } from "./proxy";
import { RolloutPlan } from "./rollout-plan";

export const RolloutPhase = z.enum([
  "draft",
  "validated",
  "gate",
  "preparing",
  "applying",
  "propagating",
  "baking",
  "promoting",
  "cleanup",
  "paused",
  "rollingBack",
  "holdOnHealthy",
  "succeeded",
  "rolledBack",
  "superseded",
]);
export type RolloutPhase = z.infer<typeof RolloutPhase>;

/** Phases a run never leaves. */
export const TERMINAL_PHASES: readonly RolloutPhase[] = ["succeeded", "rolledBack", "superseded"];

/** Why a run is in its phase. */
export const PhaseReason = z.enum([
  "",
  /** waits for its targets, then starts by itself */
  "queued",
  "user",
  "inconclusive",
  "blind",
  "conflict",
  "window",
  "failed",
  "rejected",
  "expired",
  "aborted",
  "rollback",
  "newRevision",
  "cancelled",
  "stableBroken",
  "adopted",
]);
export type PhaseReason = z.infer<typeof PhaseReason>;

/** Share of a target's traffic by version, per cent. */
export const VersionShare = z.object({ targetId: z.string(), version: z.string(), percent: z.number() });
export type VersionShare = z.infer<typeof VersionShare>;

/** What will happen next if nobody does anything. `at` null: it waits for someone or something, not for a time. */
export const NextEvent = z.object({ what: z.string(), at: z.iso.datetime().nullable() });
export type NextEvent = z.infer<typeof NextEvent>;

/** Where a run stands. `stepSeq` counts every transition; commands carry the one they saw. */
export const RolloutRun = z.object({
  phase: RolloutPhase,
  reason: PhaseReason,
  /** one sentence: what led here */
  reasonText: z.string(),
  /** id of the step the run is at, or is about to enter while it waits at a gate; BASELINE_STEP before the first, PROMOTED_STEP in promotion */
  stepId: z.string(),
  stepSeq: z.number().int().nonnegative(),
  epoch: z.number().int().nonnegative(),
  /** when the phase was entered */
  enteredAt: z.iso.datetime(),
  /** when baking at this step began (traffic was seen at the wanted share); null: not yet */
  bakeStartedAt: z.iso.datetime().nullable(),
  /** bake time kept from before a pause, ms */
  bakedMs: z.number().nonnegative(),
  /** phase to come back to after a pause */
  pausedFrom: RolloutPhase.nullable(),
  /** wanted, by the plan */
  desired: z.array(VersionShare),
  /** measured in the traffic; [] when nothing was measured yet */
  observed: z.array(VersionShare),
  observedAt: z.iso.datetime().nullable(),
  /** too little traffic to confirm the share by measuring */
  weak: z.boolean(),
  /** mesh revision of the latest write; 0: none */
  meshRevision: z.number().int(),
  /** something a person must look at now, e.g. a rollback that cannot be written; null: nothing */
  alarm: z.object({ since: z.iso.datetime(), text: z.string() }).nullable(),
});
export type RolloutRun = z.infer<typeof RolloutRun>;

/** One thing that happened: transitions, writes, verdicts, decisions. `actor` "": the engine itself. */
export const RolloutEvent = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** name of the transition's event or of the fact, e.g. start, applied, weightSeen, verdict, approved, writeFailed */
  kind: z.string(),
  fromPhase: RolloutPhase.nullable(),
  toPhase: RolloutPhase.nullable(),
  stepId: z.string(),
  stepSeq: z.number().int(),
  actor: z.string(),
  text: z.string(),
  /** shares at that moment, for replay; [] when it was no matter of shares */
  desired: z.array(VersionShare),
  observed: z.array(VersionShare),
});
export type RolloutEvent = z.infer<typeof RolloutEvent>;

/** A step as the time line draws it. */
export const StepProgress = z.object({
  stepId: z.string(),
  targetId: z.string(),
  state: z.enum(["done", "current", "ahead", "skipped"]),
  enteredAt: z.iso.datetime().nullable(),
  leftAt: z.iso.datetime().nullable(),
  desired: z.array(VersionShare),
  observed: z.array(VersionShare),
  /** latest verdict at this step; null: none */
  verdict: Verdict.nullable(),
});
export type StepProgress = z.infer<typeof StepProgress>;

/** Who is touched: known before the start, measured over the last minutes. */
export const BlastRadius = z.object({
  /** one for each caller and host of the plan that it calls */
  callers: z.array(z.object({ namespace: z.string(), name: z.string(), host: z.string(), ratePerSec: z.number() })),
  ratePerSec: z.number().nullable(),
  proxies: z.number().int(),
});
export type BlastRadius = z.infer<typeof BlastRadius>;

/** Someone else wrote an object this run steers. null text: the object does not exist. */
export const ConflictView = z.object({
  seenAt: z.iso.datetime(),
  objects: z.array(
    z.object({
      key: ConfigKey,
      /** what the run wrote last */
      base: z.string().nullable(),
      theirs: z.string().nullable(),
      ours: z.string().nullable(),
      by: z.string(),
      reason: z.string(),
      resourceVersion: z.string().nullable(),
      /** routes and subsets that differ, by name */
      parts: z.array(
        z.object({ part: z.string(), base: z.string(), theirs: z.string(), ours: z.string(), managed: z.boolean() }),
      ),
      /** base -> theirs */
      diff: ObjectDiff,
    }),
  ),
});
export type ConflictView = z.infer<typeof ConflictView>;

/** Traffic is held on the side that passes, because stable is the broken one; a person decides. */
export const HoldView = z.object({
  since: z.iso.datetime(),
  healthy: z.enum(["stable", "candidate", "neither"]),
  text: z.string(),
  result: StoredAnalysis.nullable(),
});
export type HoldView = z.infer<typeof HoldView>;

export const RolloutVerb = z.enum([
  "start",
  "pause",
  "resume",
  "promote",
  "approve",
  "reject",
  "abort",
  "rollback",
  "break-glass",
  "resolve",
]);
export type RolloutVerb = z.infer<typeof RolloutVerb>;

/** Whether the asker may do a thing now; `whyNot` in words for a button that is off. */
export const VerbState = z.object({ verb: RolloutVerb, allowed: z.boolean(), whyNot: z.string().nullable() });
export type VerbState = z.infer<typeof VerbState>;

/** One line of the list of rollouts. */
export const RolloutSummary = z.object({
  id: z.string(),
  number: z.number().int(),
  name: z.string(),
  mesh: z.string(),
  namespaces: z.array(z.string()),
  /** what it steers, for people: "reviews v1 → v2" */
  targets: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["traffic", "mtls"]),
      namespace: z.string(),
      /** host, or app label ("" for the namespace) */
      host: z.string(),
      stable: z.string(),
      candidate: z.string(),
      strategy: z.string(),
    }),
  ),
  /** id of the one whose step the run is at: the first before its first step, the last in promotion */
  targetId: z.string(),
  author: z.object({ id: z.string(), name: z.string() }),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  run: RolloutRun,
  steps: z.number().int(),
  /** index of the current step; -1 before the first, `steps` in promotion and after */
  stepIndex: z.number().int(),
  next: NextEvent.nullable(),
  /** the asker can decide its gate now */
  waitsForMe: z.boolean(),
  /** who broke the glass while nobody stands behind it yet */
  glassBrokenBy: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type RolloutSummary = z.infer<typeof RolloutSummary>;

/** The change a run leaves behind as a commit, in the mail format of git: `git am` takes `text`. */
export const RolloutPatch = z.object({ subject: z.string(), files: z.array(z.string()), text: z.string() });
export type RolloutPatch = z.infer<typeof RolloutPatch>;

/** An object that another rollout engine steers: shown, never written. */
export const ForeignRollout = z.object({
  tool: z.string(),
  /** what it calls its run; "" when it leaves no name */
  name: z.string(),
  key: ConfigKey,
  shares: z.array(z.object({ host: z.string(), subset: z.string(), percent: z.number() })),
});
export type ForeignRollout = z.infer<typeof ForeignRollout>;

/** Everything a page shows of one rollout. */
export const RolloutDetail = RolloutSummary.extend({
  plan: RolloutPlan,
  revisionHash: z.string(),
  /** what a decision call must carry back */
  binding: DecisionBinding,
  progress: z.array(StepProgress),
  /** shares that the objects of before the run ask for: what an abort comes back to; [] where no route splits */
  before: z.array(VersionShare),
  propagation: z.array(ProxyPropagation),
  gate: GateView.nullable(),
  approvals: z.array(Approval),
  breakGlass: z.array(BreakGlassView),
  /** newest first, the latest 50; all of them at /evidence */
  analyses: z.array(StoredAnalysis),
  /** newest first */
  events: z.array(RolloutEvent),
  /** baseline -> now */
  baselineDiff: z.array(ObjectDiff),
  /** now -> what the next step, or the gate that is waited at, would write */
  nextDiff: z.array(ObjectDiff),
  blastRadius: BlastRadius,
  conflict: ConflictView.nullable(),
  hold: HoldView.nullable(),
  /** id of the rollout that took this one's place; null: none */
  supersededBy: z.string().nullable(),
  /** for the repository the objects come from; null: the run leaves nothing behind */
  gitPatch: RolloutPatch.nullable(),
  verbs: z.array(VerbState),
});
export type RolloutDetail = z.infer<typeof RolloutDetail>;

/** What a draft would become: POST /rollouts/validate. `plan` null: it cannot be expanded at all. */
export const RolloutCheck = z.object({
  plan: RolloutPlan.nullable(),
  findings: z.array(Finding),
  blastRadius: BlastRadius.nullable(),
  /** now -> after the first step, and now -> after promotion */
  firstDiff: z.array(ObjectDiff),
  finalDiff: z.array(ObjectDiff),
});
export type RolloutCheck = z.infer<typeof RolloutCheck>;

/** How long a step will take, by the traffic of the last hour. */
export const StepForecast = z.object({
  stepId: z.string(),
  targetId: z.string(),
  /** per cent of the traffic that goes to the candidate then */
  weight: z.number().nullable(),
  /** requests a second to the candidate then; null: nothing was measured */
  candidatePerSec: z.number().nullable(),
  /** seconds until both sides have the samples that analysis wants; null: not at this rate */
  samplesSec: z.number().nullable(),
  /** seconds the step takes: bake, warm-up and samples; null: it would end inconclusive */
  takesSec: z.number().nullable(),
  gate: z.boolean(),
  note: z.string(),
});
export type StepForecast = z.infer<typeof StepForecast>;

/** What the thresholds say of a target's traffic of the past, window by window. */
export const TargetDryRun = z.object({
  targetId: z.string(),
  /** candidate: it had traffic and was compared with stable; stable: it had none, so stable alone was held against the absolute limits */
  subject: z.enum(["candidate", "stable"]),
  counts: z.record(Verdict, z.number().int()),
  /** how often the failure limits would have been reached, were every window part of a step */
  rollbacks: z.number().int(),
  summary: z.string(),
});
export type TargetDryRun = z.infer<typeof TargetDryRun>;

/** Thresholds tried on the traffic of the past, and how long the plan would take: POST /rollouts/dry-run. */
export const DryRun = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  windowSec: z.number(),
  windows: z.array(StoredAnalysis),
  /** windows by verdict */
  counts: z.record(Verdict, z.number().int()),
  targets: z.array(TargetDryRun),
  forecast: z.array(StepForecast),
  /** all steps together, without the time people take at gates; null: some step would not end by itself */
  takesSec: z.number().nullable(),
  /** one sentence: would these thresholds have rolled back a healthy version */
  summary: z.string(),
});
export type DryRun = z.infer<typeof DryRun>;

/** The whole record of a run, as kept: GET /rollouts/{id}/evidence. */
export const RolloutEvidence = z.object({
  id: z.string(),
  planHash: z.string(),
  revisionHash: z.string(),
  analyses: z.array(StoredAnalysis),
  approvals: z.array(Approval),
  events: z.array(RolloutEvent),
  baseline: z.array(z.object({ key: ConfigKey, yaml: z.string().nullable() })),
});
export type RolloutEvidence = z.infer<typeof RolloutEvidence>;
