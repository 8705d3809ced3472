import { RolloutDraft } from "@/lib/model/rollout-plan";

export const HOST = "reviews.shop.svc.cluster.local";

export const TARGET = {
  kind: "traffic",
  namespace: "shop",
  service: "reviews",
  host: HOST,
  routes: ["default"],
  stable: { subset: "v1", version: "v1" },
  candidate: { subset: "v2", version: "v2" },
} as const;

/** A draft of a canary of reviews v1 -> v2; `over` replaces fields. */
export function draft(over: Record<string, unknown> = {}): RolloutDraft {
  return RolloutDraft.parse({
    name: "reviews to v2",
    targets: [
      {
        target: TARGET,
        strategy: { kind: "canary", weights: [10, 50, 100], bakeSec: 20 },
      },
    ],
    analysis: { checks: [{ metric: "successRate" }], intervalSec: 10, warmUpSec: 0, inconclusiveBudgetSec: 60 },
    gates: { promotion: false },
    drainSec: 10,
    propagationTimeoutSec: 60,
    ...over,
  });
}
