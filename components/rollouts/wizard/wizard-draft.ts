import { AnalysisCheck, AnalysisPolicy } from "@/lib/model/analysis";
import { RolloutDraft as DraftSchema, type RolloutDraft, type Step, Strategy } from "@/lib/model/rollout-plan";
import type { RolloutTemplate } from "@/lib/model/rollout-template";

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

/** What a plan begins with until a template is chosen. */
const FIRST_STRATEGY: Strategy = Strategy.parse({ kind: "canary", weights: [1, 5, 10, 25, 50, 100], bakeSec: 300 });
export const MTLS_STRATEGY: Strategy = Strategy.parse({ kind: "mtls", bakeSec: 60 });

/** The strategy a fresh target begins with. */
export const strategyFor = (target: DraftTarget["target"]): Strategy =>
  target.kind === "mtls" ? MTLS_STRATEGY : FIRST_STRATEGY;

/** The draft with a template taken over for one target; checks and approvals are the plan's, so the latest template has them. */
export function withTemplate(draft: RolloutDraft, at: number, template: RolloutTemplate): RolloutDraft {
  const { strategy, analysis, gates } = template;
  return { ...draft, analysis, gates, targets: draft.targets.map((one, i) => (i === at ? { ...one, strategy } : one)) };
}

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
  return DraftSchema.parse({
    name: nameFor(target),
    mesh,
    targets: [{ target, strategy: strategyFor(target) }],
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
