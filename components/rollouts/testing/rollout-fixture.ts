import { AnalysisPolicy, type CheckResult, type StoredAnalysis, type Verdict } from "@/lib/model/analysis";
import { RolloutDetail, type RolloutEvent, type RolloutPhase, type VersionShare } from "@/lib/model/rollout";
import { GateSpec, type PlanGate, RolloutPlan, type Step } from "@/lib/model/rollout-plan";

const START = Date.UTC(2026, 4, 14, 2, 41, 0);
const iso = (min: number) => new Date(START + min * 60_000).toISOString();
const WEIGHTS = [1, 5, 10, 25, 50, 100];
const HASH = "9f3ce21a4be107aac93d77aa10e2b4c19f3ce21a4be107aac93d77aa10e2b4c1";

const shares = (percent: number): VersionShare[] => [
  { targetId: "t1", version: "v1", percent: 100 - percent },
  { targetId: "t1", version: "v3", percent },
];

const gate = (id: string, title: string): PlanGate => ({ ...GateSpec.parse({}), id, title });
const stepId = (i: number) => `t1-${i + 1}-weight-${WEIGHTS[i]}`;

function planFixture(): RolloutPlan {
  const steps = WEIGHTS.map(
    (weight, i): Step => ({
      id: stepId(i),
      kind: "setWeight",
      weight,
      gate: weight === 25 ? gate("above-10", "before the first share above 10 %") : null,
      bakeSec: 600,
      minRequests: 1000,
      analyse: true,
    }),
  );
  return RolloutPlan.parse({
    name: "reviews v3",
    description: "Ranking is cached now; 10% has been clean for two hours.",
    mesh: "local",
    targets: [
      {
        id: "t1",
        target: {
          kind: "traffic",
          namespace: "shop",
          service: "reviews",
          host: "reviews.shop.svc.cluster.local",
          stable: { subset: "v1", version: "v1" },
          candidate: { subset: "v3", version: "v3" },
        },
        strategy: { kind: "canary", weights: WEIGHTS, bakeSec: 600, minRequests: 1000 },
        steps,
      },
    ],
    analysis: AnalysisPolicy.parse({
      checks: [{ metric: "successRate" }, { metric: "latency", quantile: "p95" }],
      intervalSec: 300,
      failureLimit: 3,
      consecutiveFailureLimit: 3,
    }),
    startGate: null,
    promotionGate: gate("promotion", "before v3 is the stable side"),
    hash: HASH,
  });
}

function check(metric: CheckResult["metric"], verdict: Verdict, stable: number, canary: number): CheckResult {
  const errors = metric === "successRate";
  return {
    metric,
    title: errors ? "success rate" : "p95 latency",
    unit: errors ? "percent" : "ms",
    verdict,
    stable,
    canary,
    limit: errors ? 99 : 56,
    stableSamples: 14_420,
    canarySamples: 1603,
    pValue: verdict === "fail" ? 0.0004 : 0.4,
    interval: null,
    why: errors
      ? `${(100 - canary).toFixed(1)}% of v3 requests failed, ${(100 - stable).toFixed(1)}% of stable.`
      : `v3 is ${(canary / stable).toFixed(1)}× as slow as stable on the same window.`,
  };
}

function analysis(min: number, step: number, verdict: Verdict): StoredAnalysis {
  const bad = verdict === "fail";
  const side = (version: string, requests: number) => ({
    version,
    requests,
    errors: 0,
    latency: [],
    latencySumMs: 0,
  });
  const percent = WEIGHTS[step] ?? 0;
  return {
    id: `a${min}`,
    stepId: stepId(step),
    targetId: "t1",
    at: iso(min),
    from: iso(min - 5),
    to: iso(min),
    verdict,
    why: bad ? "Errors and p95 are over their limits." : "Every check passes.",
    checks: [check("successRate", verdict, 99.9, bad ? 91.6 : 99.8), check("latency", verdict, 43, bad ? 2310 : 46)],
    stable: side("v1", 160 * (100 - percent)),
    canary: side("v3", 160 * percent),
  };
}

const event = (min: number, kind: string, over: Partial<RolloutEvent>): RolloutEvent => ({
  id: `e${min}${kind}`,
  at: iso(min),
  kind,
  fromPhase: null,
  toPhase: null,
  stepId: stepId(0),
  stepSeq: Math.round(min),
  actor: "",
  text: kind,
  desired: [],
  observed: [],
  ...over,
});

/** A run of reviews v1 -> v3 that stands at 10 per cent, its newest window judged `latest`. Times are fixed. */
export function rolloutFixture(latest: Verdict = "pass", phase: RolloutPhase = "baking"): RolloutDetail {
  const events = [
    event(0, "start", { fromPhase: "validated", toPhase: "preparing", actor: "release-lead", text: "Started" }),
    event(0.5, "applied", { toPhase: "propagating", desired: shares(1), text: "0% → 1%" }),
    event(1, "weightSeen", {
      toPhase: "baking",
      desired: shares(1),
      observed: shares(1),
      text: "1% was seen in the traffic",
    }),
    event(10, "applied", { toPhase: "propagating", stepId: stepId(1), desired: shares(5), text: "1% → 5%" }),
    event(11, "weightSeen", {
      toPhase: "baking",
      stepId: stepId(1),
      desired: shares(5),
      observed: shares(5.1),
      text: "5% was seen in the traffic",
    }),
    event(20, "applied", {
      toPhase: "propagating",
      stepId: stepId(2),
      desired: shares(10),
      text: "5% → 10%, in all 14 proxies after 0.8 s",
    }),
    event(21, "weightSeen", {
      toPhase: "baking",
      stepId: stepId(2),
      desired: shares(10),
      observed: shares(9.8),
      text: "10% was seen in the traffic",
    }),
    event(31, latest === "fail" ? "checkFailed" : "verdict", {
      stepId: stepId(2),
      text: latest === "fail" ? "Check failed: errors and p95" : "Every check passes",
    }),
  ];
  const atGate = phase === "gate";
  const at = atGate ? stepId(3) : stepId(2);
  const plan = planFixture();
  const binding = {
    revisionHash: HASH,
    planHash: HASH,
    stepId: at,
    gateId: atGate ? "above-10" : null,
    evidenceHash: atGate ? HASH.slice(16) : null,
    stepSeq: 31,
  };
  return RolloutDetail.parse({
    id: "r128",
    number: 128,
    name: plan.name,
    mesh: "local",
    namespaces: ["shop"],
    targets: [
      {
        id: "t1",
        kind: "traffic",
        namespace: "shop",
        host: "reviews.shop.svc.cluster.local",
        stable: "v1",
        candidate: "v3",
        strategy: "canary",
      },
    ],
    targetId: "t1",
    author: { id: "p1", name: "release-lead" },
    createdAt: iso(-1),
    startedAt: iso(0),
    endedAt: null,
    run: {
      phase,
      reason: "",
      reasonText: "",
      stepId: at,
      stepSeq: 31,
      epoch: 1,
      enteredAt: iso(21),
      bakeStartedAt: iso(21),
      bakedMs: 0,
      pausedFrom: null,
      desired: shares(10),
      observed: shares(9.8),
      observedAt: iso(31),
      weak: false,
      meshRevision: 417,
      alarm: null,
    },
    steps: 6,
    stepIndex: atGate ? 3 : 2,
    next: { what: "the next window is looked at", at: iso(36) },
    waitsForMe: atGate,
    plan,
    revisionHash: HASH,
    binding,
    before: [],
    glassBrokenBy: [],
    progress: WEIGHTS.map((_, i) => ({
      stepId: stepId(i),
      targetId: "t1",
      state: i < 2 || (atGate && i === 2) ? "done" : i === 2 ? "current" : "ahead",
      enteredAt: i <= 2 ? iso(i * 10) : null,
      leftAt: i < 2 || (atGate && i === 2) ? iso((i + 1) * 10) : null,
      desired: i <= 2 ? shares(WEIGHTS[i] ?? 0) : [],
      observed: i <= 2 ? shares([1, 5.1, 9.8][i] ?? 0) : [],
      verdict: i < 2 ? "pass" : i === 2 ? latest : null,
    })),
    propagation: [],
    gate: atGate
      ? {
          gate: gate("above-10", "before the first share above 10 %"),
          stepId: at,
          state: "waiting",
          closedBecause: [],
          openedAt: iso(31),
          expiresAt: iso(31 + 1440),
          evidenceHash: HASH.slice(16),
          rules: [{ rule: 0, needed: 1, people: [], met: false }],
          mayDecide: true,
          whyNot: null,
        }
      : null,
    approvals: [],
    breakGlass: [],
    analyses: [
      analysis(31, 2, latest),
      analysis(26, 2, latest),
      analysis(21, 1, "pass"),
      analysis(16, 1, "pass"),
      analysis(10, 0, "pass"),
    ],
    events: events.reverse(),
    baselineDiff: [],
    nextDiff: [],
    blastRadius: {
      callers: [{ namespace: "shop", name: "web-v1", host: "reviews.shop.svc.cluster.local", ratePerSec: 16.2 }],
      ratePerSec: 16.2,
      proxies: 14,
    },
    conflict: null,
    hold: null,
    supersededBy: null,
    gitPatch: null,
    verbs: [],
  });
}

export const fixtureMinute = (min: number): number => START + min * 60_000;
