import { z } from "zod";
import { Role } from "./actor";
import { AnalysisPolicy } from "./analysis";
import type { Environment } from "./environment";

/** Reserved step ids: the objects as they were before the run, and as they are left when it succeeded. */
export const BASELINE_STEP = "@baseline";
export const PROMOTED_STEP = "@promoted";
/**
 * Reserved too: everything back on the stable side while the candidate's subset is kept for what still drains (then BASELINE_STEP may follow). Where the
 * baseline had no split at all, and so sent a part of the traffic to the candidate, it stays pinned to stable.
 */
export const ROLLED_BACK_STEP = "@rolled-back";

const Name = z.string().trim().min(1).max(120);
const ShortId = z.string().regex(/^[a-z0-9@][a-z0-9-]{0,62}$/, "lower case letters, digits and dashes");
const Weight = z.number().int().min(0).max(100);

/** Who has to agree. Any of `roles` or of `users` (ids of people); `min` distinct people; one person counts in one rule only. */
export const GateRule = z.object({
  roles: z.array(Role).max(4).default(["approver"]),
  users: z.array(z.string().max(200)).max(50).default([]),
  min: z.number().int().min(1).max(10).default(1),
});
export type GateRule = z.infer<typeof GateRule>;

/** A gate as a value. Expiry never approves. */
export const GateSpec = z.object({
  rules: z
    .array(GateRule)
    .min(1)
    .max(10)
    .default([{ roles: ["approver"], users: [], min: 1 }]),
  /** whether the author and the starter of the rollout may count */
  allowSelf: z.boolean().default(false),
  expiresAfterSec: z.number().int().min(10).max(31_536_000).default(86_400),
  onExpire: z.enum(["rollback", "hold"]).default("rollback"),
  onReject: z.enum(["rollback", "hold"]).default("rollback"),
  /** an approval that was not used for so long lapses */
  validForSec: z.number().int().min(10).max(31_536_000).default(3600),
});
export type GateSpec = z.infer<typeof GateSpec>;

export const PlanGate = GateSpec.extend({
  id: ShortId,
  /** what it stands before, for people: "before 50 % of reviews goes to v2" */
  title: z.string().max(300),
});
export type PlanGate = z.infer<typeof PlanGate>;

/** Every step may stand behind a gate, and holds until `bakeSec` passed and `minRequests` reached the candidate. */
const StepBase = z.object({
  id: ShortId,
  gate: PlanGate.nullable().default(null),
  bakeSec: z.number().int().min(0).max(604_800).default(60),
  minRequests: z.number().int().min(0).max(10_000_000).default(0),
  /** whether analysis judges while this step bakes */
  analyse: z.boolean().default(true),
});

/** HTTP methods that are mirrored. Only what changes nothing by default: a mirrored write is carried out twice. */
const MirrorMethods = z
  .array(z.string().regex(/^[A-Z]{3,20}$/, "an HTTP method in capitals"))
  .max(20)
  .default(["GET", "HEAD", "OPTIONS"]);

export const StepMatch = z.object({
  name: z.string().min(1).max(200),
  op: z.enum(["exact", "prefix", "regex", "present"]).default("exact"),
  value: z.string().max(1000).default(""),
});
export type StepMatch = z.infer<typeof StepMatch>;

export const Step = z.discriminatedUnion("kind", [
  /** per cent of the ordinary traffic that goes to the candidate */
  StepBase.extend({ kind: z.literal("setWeight"), weight: Weight }),
  /** requests with this header go to the candidate, whatever the weight */
  StepBase.extend({ kind: z.literal("headerMatch"), match: StepMatch }),
  StepBase.extend({ kind: z.literal("cookieMatch"), match: StepMatch }),
  /** a copy of so many per cent goes to the candidate, its answers thrown away; `methods` []: of every request, writes included */
  StepBase.extend({ kind: z.literal("mirror"), percent: Weight, methods: MirrorMethods }),
  /** only waits and watches: nothing is written */
  StepBase.extend({ kind: z.literal("bake") }),
  StepBase.extend({ kind: z.literal("analysis") }),
  StepBase.extend({ kind: z.literal("gate"), gate: PlanGate }),
  /** all traffic at once (blue/green) */
  StepBase.extend({ kind: z.literal("switch") }),
  StepBase.extend({ kind: z.literal("setMtls"), mode: z.enum(["permissive", "strict"]) }),
]);
export type Step = z.infer<typeof Step>;

/** One side of a split: the subset of the DestinationRule and the version label behind it. */
export const PlanVersion = z.object({ subset: z.string().min(1).max(63), version: z.string().min(1).max(63) });
export type PlanVersion = z.infer<typeof PlanVersion>;

export const TrafficTarget = z.object({
  kind: z.literal("traffic"),
  namespace: z.string().min(1).max(63),
  /** short name of the service, e.g. reviews */
  service: z.string().min(1).max(253),
  /** fully qualified, e.g. reviews.shop.svc.cluster.local */
  host: z.string().min(1).max(253),
  /** names of the http routes to steer; []: every route that sends to the stable version, or to no version in particular */
  routes: z.array(z.string().max(253)).max(50).default([]),
  stable: PlanVersion,
  candidate: PlanVersion,
});
export type TrafficTarget = z.infer<typeof TrafficTarget>;

export const MtlsTarget = z.object({
  kind: z.literal("mtls"),
  namespace: z.string().min(1).max(63),
  /** app label of the workloads; "": the whole namespace */
  app: z.string().max(63).default(""),
  /** null: every port */
  port: z.number().int().min(1).max(65_535).nullable().default(null),
  /** written reason to go STRICT although plaintext callers remain; null: refuse */
  overridePlaintext: z.string().max(1000).nullable().default(null),
});
export type MtlsTarget = z.infer<typeof MtlsTarget>;

export const RolloutTarget = z.discriminatedUnion("kind", [TrafficTarget, MtlsTarget]);
export type RolloutTarget = z.infer<typeof RolloutTarget>;

const Timing = z.object({
  bakeSec: z.number().int().min(0).max(604_800).default(60),
  minRequests: z.number().int().min(0).max(10_000_000).default(0),
});

/** How a target is rolled out, as a person says it. `expandStrategy` makes steps of it. */
export const Strategy = z.discriminatedUnion("kind", [
  Timing.extend({ kind: z.literal("canary"), weights: z.array(Weight).min(1).max(50) }),
  Timing.extend({ kind: z.literal("linear"), step: Weight.min(1), max: Weight.min(1).default(100) }),
  Timing.extend({
    kind: z.literal("exponential"),
    start: Weight.min(1).default(1),
    factor: z.number().min(1.1).max(10).default(2),
    max: Weight.min(1).default(100),
  }),
  Timing.extend({ kind: z.literal("ab"), by: z.enum(["header", "cookie"]), match: StepMatch }),
  /** `weights`: the canary that follows, by the same timing; []: only mirror */
  Timing.extend({
    kind: z.literal("mirror"),
    percent: Weight.min(1).default(100),
    methods: MirrorMethods,
    weights: z.array(Weight).max(50).default([]),
  }),
  /** `preview`: requests with this header see the new side before the switch; null: none. `holdSec`: watched after the switch. */
  Timing.extend({
    kind: z.literal("blueGreen"),
    preview: StepMatch.nullable().default({ name: "x-preview", op: "exact", value: "1" }),
    holdSec: z.number().int().min(0).max(604_800).default(300),
  }),
  /** permissive, then watched for `watchSec`, then strict */
  Timing.extend({ kind: z.literal("mtls"), watchSec: z.number().int().min(0).max(604_800).default(300) }),
  /** steps written out, in order */
  z.object({ kind: z.literal("steps"), steps: z.array(Step).min(1).max(100) }),
]);
export type Strategy = z.infer<typeof Strategy>;

/** Where people are asked. `aboveWeight`: before every first step over so many per cent. */
export const GatesPolicy = z.object({
  start: z.boolean().default(false),
  aboveWeight: Weight.nullable().default(null),
  strictMtls: z.boolean().default(true),
  /** before requests that may change something are mirrored */
  unsafeMirror: z.boolean().default(true),
  promotion: z.boolean().default(true),
  spec: GateSpec.default(GateSpec.parse({})),
});
export type GatesPolicy = z.infer<typeof GatesPolicy>;

/** GatesPolicy as people and templates write it: who has to agree may be left to `defaultRules`. */
export const GatesDraft = GatesPolicy.extend({
  spec: GateSpec.extend({ rules: GateSpec.shape.rules.unwrap().optional() }).prefault({}),
});
export type GatesDraft = z.infer<typeof GatesDraft>;

/** What a person writes (wizard, YAML, API); POST /rollouts makes an immutable plan of it. */
export const RolloutDraft = z.object({
  name: Name,
  /** the console's first mesh when absent */
  mesh: z.string().max(63).optional(),
  description: z.string().max(2000).default(""),
  /** in order: the next one begins when the one before has done its steps */
  targets: z
    .array(z.object({ target: RolloutTarget, strategy: Strategy }))
    .min(1)
    .max(10),
  analysis: AnalysisPolicy,
  gates: GatesDraft.prefault({}),
  /** how long the old side is kept after its traffic is at 0 */
  drainSec: z.number().int().min(0).max(86_400).default(30),
  /** how long a written step may take until traffic shows it */
  propagationTimeoutSec: z.number().int().min(1).max(3600).default(60),
  /** by how many percentage points the measured share may differ from the wanted one */
  tolerancePercent: z.number().min(0).max(100).default(10),
});
export type RolloutDraft = z.infer<typeof RolloutDraft>;

/** Who has to agree where a draft does not say it: an approver, or two where mutual TLS or production is at stake. */
export function defaultRules(targets: RolloutDraft["targets"], environment: Environment | undefined): GateRule[] {
  const grave = environment === "production" || targets.some(({ target }) => target.kind === "mtls");
  return [GateRule.parse({ min: grave ? 2 : 1 })];
}

export const PlanTarget = z.object({
  id: ShortId,
  target: RolloutTarget,
  strategy: Strategy,
  steps: z.array(Step).min(1).max(200),
});
export type PlanTarget = z.infer<typeof PlanTarget>;

/**
 * What will happen, whole and unchangeable: editing makes another plan. `hash`: SHA-256 hex of the canonical JSON of everything but `hash`
 * itself. Step ids are unique in the plan; the order is targets, then steps.
 */
export const RolloutPlan = RolloutDraft.omit({ targets: true, mesh: true }).extend({
  gates: GatesPolicy.default(GatesPolicy.parse({})),
  mesh: z.string(),
  targets: z.array(PlanTarget).min(1).max(10),
  /** stands before anything is written; null: none */
  startGate: PlanGate.nullable(),
  /** stands before the candidate becomes the stable side; null: none */
  promotionGate: PlanGate.nullable(),
  hash: z.string(),
});
export type RolloutPlan = z.infer<typeof RolloutPlan>;

/** The steps of a plan in the order they run, each with its target. */
export function planSteps(plan: Pick<RolloutPlan, "targets">): { target: PlanTarget; step: Step }[] {
  return plan.targets.flatMap((target) => target.steps.map((step) => ({ target, step })));
}
