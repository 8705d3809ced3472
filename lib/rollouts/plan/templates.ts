import { RolloutTemplate } from "@/lib/model/rollout-template";

const SUCCESS = { metric: "successRate", minPercent: 99, maxDropPercent: 1 } as const;
const P95 = { metric: "latency", quantile: "p95", maxMs: null, maxRatio: 1.5 } as const;
const P99 = { metric: "latency", quantile: "p99", maxMs: null, maxRatio: 2, minDeltaMs: 25 } as const;

/** The templates that come with Heddle. Their figures are starting points: a dry run on past traffic shows whether they fit. */
export const TEMPLATES: readonly RolloutTemplate[] = [
  {
    id: "cautious-canary",
    title: "Cautious canary",
    description:
      "1, 5, 10, 25, 50, 100 per cent, five minutes each; people are asked before the first request, before more than 25 %, and before it stays.",
    target: "traffic",
    strategy: { kind: "canary", weights: [1, 5, 10, 25, 50, 100], bakeSec: 300, minRequests: 200 },
    analysis: {
      checks: [SUCCESS, P95, P99],
      intervalSec: 30,
      windowSec: 300,
      warmUpSec: 15,
      inconclusiveBudgetSec: 1800,
    },
    gates: { start: true, aboveWeight: 25, promotion: true },
  },
  {
    id: "quick-canary",
    title: "Quick canary",
    description:
      "10, 50, 100 per cent, a minute each; people are asked once, before it stays. For changes that are small and well tried.",
    target: "traffic",
    strategy: { kind: "canary", weights: [10, 50, 100], bakeSec: 60 },
    analysis: { checks: [SUCCESS, P95], intervalSec: 15, windowSec: 120 },
    gates: { promotion: true },
  },
  {
    id: "ab",
    title: "A/B by header",
    description:
      "Only requests with a header see the candidate, for half an hour; everyone else stays. For trying it with people who know.",
    target: "traffic",
    strategy: { kind: "ab", by: "header", match: { name: "x-experiment", op: "exact", value: "b" }, bakeSec: 1800 },
    analysis: { checks: [SUCCESS, P95], intervalSec: 60, windowSec: 1800, inconclusiveBudgetSec: 3600 },
    gates: { start: true, promotion: true },
  },
  {
    id: "blue-green",
    title: "Blue/green",
    description:
      "The new side is seen by a header first; then all traffic switches at once behind a gate, is held for ten minutes, and stays.",
    target: "traffic",
    strategy: { kind: "blueGreen", preview: { name: "x-preview", op: "exact", value: "1" }, bakeSec: 60, holdSec: 600 },
    analysis: {
      checks: [{ ...SUCCESS }, { metric: "latency", quantile: "p95", maxMs: 1000, maxRatio: null }],
      intervalSec: 15,
      windowSec: 120,
    },
    gates: { aboveWeight: 0, promotion: true },
  },
  {
    id: "mirror-canary",
    title: "Mirror, then canary",
    description:
      "The candidate gets copies of requests that change nothing, whose answers nobody sees, and is judged on them; then 5, 25, 50, 100 per cent of the real ones.",
    target: "traffic",
    strategy: { kind: "mirror", percent: 20, weights: [5, 25, 50, 100], bakeSec: 300 },
    analysis: { checks: [SUCCESS, P95], intervalSec: 30, windowSec: 300, inconclusiveBudgetSec: 900 },
    gates: { start: true, aboveWeight: 25, promotion: true },
  },
  {
    id: "mtls-stages",
    title: "Mutual TLS in stages",
    description:
      "Both are taken while the remaining plaintext callers are watched for an hour; then, behind a gate, plaintext is refused.",
    target: "mtls",
    strategy: { kind: "mtls", bakeSec: 60, watchSec: 3600 },
    analysis: {
      checks: [{ metric: "successRate", minPercent: 99, maxDropPercent: null }],
      intervalSec: 60,
      windowSec: 300,
    },
    gates: { strictMtls: true, promotion: false, spec: { rules: [{ roles: ["approver"], min: 2 }] } },
  },
].map((template) => RolloutTemplate.parse(template));
