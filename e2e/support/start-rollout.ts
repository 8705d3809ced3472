import type { RolloutDetail } from "@/lib/model/rollout";
import { apiJson } from "./api";

/** Windows short enough for a test, seconds. */
export const INTERVAL_SEC = 5;

/** A plan for reviews, made and started through the API as a script does. `over` replaces fields of the draft. */
export async function startRollout(
  from: string,
  to: string,
  over: Record<string, unknown> = {},
): Promise<RolloutDetail> {
  const side = (version: string) => ({ subset: version, version });
  const draft = {
    name: `reviews ${to}`,
    targets: [
      {
        target: {
          kind: "traffic",
          namespace: "shop",
          service: "reviews",
          host: "reviews.shop.svc.cluster.local",
          stable: side(from),
          candidate: side(to),
        },
        strategy: { kind: "canary", weights: [20, 100], bakeSec: 60 },
      },
    ],
    analysis: {
      checks: [{ metric: "successRate" }],
      intervalSec: INTERVAL_SEC,
      warmUpSec: 0,
      minSamples: 20,
      failureLimit: 2,
      consecutiveFailureLimit: 2,
    },
    gates: { promotion: false },
    drainSec: 1,
    ...over,
  };
  const made = await apiJson<RolloutDetail>("rollouts", { method: "POST", body: JSON.stringify(draft) });
  return apiJson<RolloutDetail>(`rollouts/${made.id}/start`, { method: "POST", body: JSON.stringify(made.binding) });
}
