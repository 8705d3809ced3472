import { addHistogram } from "@/lib/graph/histogram-quantile";
import { outcomeOf } from "@/lib/graph/outcome";
import type { Measured } from "@/lib/model/analysis";
import type { EdgeSample } from "@/lib/model/edge-sample";

/** The graph's own outcome: 5xx, gRPC failures and requests without an answer are bad, the caller's own 4xx are not. */
export const isError = ({ protocol, code, flags }: EdgeSample): boolean => outcomeOf(protocol, code, flags) === "error";

/** Adds a sample to what was measured of a side. TCP connections have no latency of requests. */
export function addMeasured(side: Measured, sample: EdgeSample, isBad: boolean): void {
  side.requests += sample.count;
  if (isBad) side.errors += sample.count;
  if (sample.protocol === "tcp") return;
  addHistogram(side.latency, sample.latency);
  side.latencySumMs += sample.latencySumMs;
}
