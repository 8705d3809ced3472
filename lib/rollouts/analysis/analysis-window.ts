import type { AnalysisPolicy } from "@/lib/model/analysis";
import { EDGE_BUCKET_MS } from "@/lib/model/edge-sample";

/** The newest traffic is a scrape interval old before all of it is in. */
const SETTLE_MS = 5000;

export interface WindowInput {
  policy: Pick<AnalysisPolicy, "windowSec" | "warmUpSec">;
  /** when the step was seen in the traffic, epoch ms: nothing before it counts */
  sinceMs: number;
  nowMs: number;
  /** all of the step instead of its latest `windowSec` */
  whole?: boolean;
}

/**
 * The window to look at, epoch ms: the latest `windowSec` of what came after the warm-up, on whole buckets of the store. It never reaches before the step was
 * seen in the traffic. null: there is no whole bucket yet.
 */
export function analysisWindow({
  policy,
  sinceMs,
  nowMs,
  whole = false,
}: WindowInput): { fromMs: number; toMs: number } | null {
  const up = (ms: number) => Math.ceil(ms / EDGE_BUCKET_MS) * EDGE_BUCKET_MS;
  const toMs = Math.floor((nowMs - SETTLE_MS) / EDGE_BUCKET_MS) * EDGE_BUCKET_MS;
  const start = up(sinceMs + policy.warmUpSec * 1000);
  const fromMs = whole ? start : Math.max(start, up(toMs - policy.windowSec * 1000));
  return fromMs < toMs ? { fromMs, toMs } : null;
}
