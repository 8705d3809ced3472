import { EDGE_BUCKET_MS, type EdgeSample } from "../../model/edge-sample";
import type { EdgeBuckets } from "../edges/edge-buckets";

const MAX_PARTS = 60;

/**
 * Puts what was counted between two readings into buckets: into the one of the middle when they are about a bucket apart, else
 * evenly over the buckets between (at most 60 of them).
 */
export function addSpread(buckets: EdgeBuckets, sample: EdgeSample, fromMs: number, toMs: number, mesh?: string): void {
  const parts = Math.min(MAX_PARTS, Math.round((toMs - fromMs) / EDGE_BUCKET_MS));
  if (parts <= 1) {
    buckets.add(sample, (fromMs + toMs) / 2, mesh);
    return;
  }
  const share: EdgeSample = {
    ...sample,
    count: sample.count / parts,
    latency: sample.latency.map((count) => count / parts),
    latencySumMs: sample.latencySumMs / parts,
    bytesSent: sample.bytesSent / parts,
    bytesReceived: sample.bytesReceived / parts,
  };
  const step = (toMs - fromMs) / parts;
  for (let i = 0; i < parts; i++) buckets.add(share, fromMs + (i + 0.5) * step, mesh);
}
