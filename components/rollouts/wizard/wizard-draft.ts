import { AnalysisCheck, AnalysisPolicy } from "@/lib/model/analysis";
import { RolloutDraft as DraftSchema, type RolloutDraft, type Step, Strategy } from "@/lib/model/rollout-plan";

export type DraftTarget = RolloutDraft["targets"][number];
export type TrafficDraft = Extract<DraftTarget["target"], { kind: "traffic" }>;
export type MtlsDraft = Extract<DraftTarget["target"], { kind: "mtls" }>;

/** Where the wizard is. */
export const STAGES = ["what", "steps", "checks", "approvals", "review"] as const;
export type Stage = (typeof STAGES)[number];

export const STAGE_WORDS: Record<Stage, string> = {
  what: "What",
  steps: "Steps",
  checks: "Checks",
  approvals: "Approvals",
  review: "Review",
};

/** A strategy with everything it needs, to begin from. */
export interface Template {
  id: string;
  name: string;
  about: string;
  strategy: Strategy;
}

const template = (id: string, name: string, about: string, strategy: unknown): Template => ({
  id,
  name,
  about,
  strategy: Strategy.parse(strategy),
});

/** Ways to roll out a version, careful ones first. */
export const TRAFFIC_TEMPLATES: readonly Template[] = [
  template("careful", "Careful canary", "1, 5, 10, 25, 50, 100%, ten minutes each", {
    kind: "canary",
    weights: [1, 5, 10, 25, 50, 100],
    bakeSec: 600,
    minRequests: 500,
  }),
  template("quick", "Quick canary", "10, 50, 100%, two minutes each", {
    kind: "canary",
    weights: [10, 50, 100],
    bakeSec: 120,
    minRequests: 200,
  }),
  template("linear", "Linear", "the same step again and again", { kind: "linear", step: 20, max: 100, bakeSec: 300 }),
  template("exponential", "Exponential", "each step a multiple of the one before", {
    kind: "exponential",
    start: 2,
    factor: 2,
    max: 100,
    bakeSec: 300,
  }),
  template("ab", "A/B by header or cookie", "only requests that are marked", {
    kind: "ab",
    by: "header",
    match: { name: "x-persona", op: "exact", value: "beta" },
    bakeSec: 600,
  }),
  template("mirror", "Mirror first", "copies of requests, answers thrown away", {
    kind: "mirror",
    percent: 100,
    bakeSec: 600,
  }),
  template("blueGreen", "Blue/green", "all at once, with the old side kept", { kind: "blueGreen", bakeSec: 300 }),
];

export const MTLS_TEMPLATE: Template = template("mtls", "mTLS in stages", "permissive, watch, strict", {
  kind: "mtls",
  bakeSec: 600,
});

/** The checks a new plan starts with: errors, and the slow twentieth of requests. */
export function firstPolicy(): AnalysisPolicy {
  return AnalysisPolicy.parse({
    checks: [{ metric: "successRate" }, { metric: "latency", quantile: "p95" }],
  });
}

/** Another check of the kind. */
export const newCheck = (metric: AnalysisCheck["metric"]): AnalysisCheck =>
  AnalysisCheck.parse(metric === "latency" ? { metric, quantile: "p99" } : { metric });

/** A draft that has nothing but a target. */
export function newDraft(mesh: string, target: DraftTarget["target"]): RolloutDraft {
  const strategy = target.kind === "mtls" ? MTLS_TEMPLATE.strategy : TRAFFIC_TEMPLATES[0]?.strategy;
  return DraftSchema.parse({
    name: nameFor(target),
    mesh,
    targets: [{ target, strategy }],
    analysis: firstPolicy(),
    gates: target.kind === "mtls" ? {} : { aboveWeight: 10, promotion: false },
  });
}

/** A name people recognise, until they give one. */
export const nameFor = (target: DraftTarget["target"]): string =>
  target.kind === "mtls" ? `mTLS ${target.app || target.namespace}` : `${target.service} ${target.candidate.version}`;

/** A step to add by hand after `last`. */
export function stepAfter(last: Step | undefined, steps: readonly Step[]): Step {
  const weight = last?.kind === "setWeight" ? Math.min(100, Math.max(last.weight + 1, last.weight * 2)) : 10;
  let n = steps.length + 1;
  while (steps.some((one) => one.id === `step-${n}`)) n++;
  return {
    id: `step-${n}`,
    kind: "setWeight",
    weight,
    gate: null,
    bakeSec: last?.bakeSec ?? 300,
    minRequests: last?.minRequests ?? 0,
    analyse: true,
  };
}

/** The stage of the wizard a finding's field stands on. */
export function stageOf(path: string): Stage {
  if (/^targets\[\d+\]\.(strategy|steps)/.test(path)) return "steps";
  if (path.startsWith("analysis")) return "checks";
  if (/^(gates|startGate|promotionGate)/.test(path)) return "approvals";
  return "what";
}
