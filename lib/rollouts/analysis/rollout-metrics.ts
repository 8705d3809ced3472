import type { Measured } from "@/lib/model/analysis";
import type { RolloutTarget } from "@/lib/model/rollout-plan";

export interface MeasureQuery {
  mesh: string;
  target: RolloutTarget;
  /** epoch ms, end exclusive */
  fromMs: number;
  toMs: number;
  /** the candidate by copies of requests, both sides as the callees' proxies saw them; default: what users asked */
  copies?: boolean;
}

/** What was measured of a target in a window. */
export interface MeasuredSides {
  /** the window after the source aligned it */
  fromMs: number;
  toMs: number;
  /** mTLS targets have no stable side: empty then */
  stable: Measured;
  canary: Measured;
  /** requests of the service to neither side */
  otherRequests: number;
  /** requests that travelled unencrypted, and who sent them */
  plaintext: PlaintextCaller[];
  /** requests of which it is known whether they were encrypted */
  knownRequests: number;
  /** why the figures cannot be trusted: a source is away, or its newest data is older than the window; null: they can */
  blind: string | null;
}

export interface PlaintextCaller {
  namespace: string;
  /** workload, or service or "an unnamed caller" where it is not known */
  name: string;
  requests: number;
}

/** Where a run reads its figures. Throws HeddleError `unavailable` or `timeout` when nothing answers. */
export interface RolloutMetrics {
  measure(query: MeasureQuery): Promise<MeasuredSides>;
}

export const emptyMeasured = (version: string): Measured => ({
  version,
  requests: 0,
  errors: 0,
  latency: [],
  latencySumMs: 0,
});
