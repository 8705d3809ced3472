import type { Health, HealthStatus } from "../model/health";

/** Shares of requests (0..1) from which a subject is degraded and failing. `degraded` 0: any at all. */
export interface Threshold {
  degraded: number;
  failing: number;
}

/** Errors are 5xx, no answer and gRPC failures; client errors are 4xx. */
export const DEFAULT_THRESHOLDS = {
  errors: { degraded: 0, failing: 0.1 },
  clientErrors: { degraded: 0.1, failing: 0.2 },
} satisfies Record<string, Threshold>;

/** Worst first; the order of the table, the phone list and every merge. */
const RANK: Record<HealthStatus, number> = { failing: 0, degraded: 1, unknown: 2, healthy: 3, idle: 4 };

/** Position of a status, worst 0. */
export function healthRank(status: HealthStatus): number {
  return RANK[status];
}

/** The worse of several verdicts, with the reasons of those that are as bad. */
export function worstHealth(all: readonly Health[]): Health {
  let worst: Health = { status: "idle", reasons: [] };
  for (const { status, reasons } of all) {
    if (RANK[status] < RANK[worst.status]) worst = { status, reasons: [...reasons] };
    else if (status === worst.status) for (const reason of reasons) worst.reasons.push(reason);
  }
  return worst;
}

function verdict(ratio: number, threshold: Threshold): HealthStatus {
  if (ratio <= 0) return "healthy";
  if (ratio >= threshold.failing) return "failing";
  return ratio > threshold.degraded || (threshold.degraded > 0 && ratio >= threshold.degraded) ? "degraded" : "healthy";
}

/** 0.0837 -> "8.37%"; what rounds to nothing is "under 0.1%". */
export function percentWords(ratio: number): string {
  const percent = ratio * 100;
  if (percent > 0 && percent < 0.1) return "under 0.1%";
  return `${Number(percent.toPrecision(3))}%`;
}

/** Seconds in words: "10 min", "1 h", "30 s". */
export function spanWords(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 || seconds >= 120 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds)} s`;
}

function limitWords(threshold: Threshold, status: HealthStatus): string {
  if (status === "failing") return `failing starts at ${percentWords(threshold.failing)}`;
  return threshold.degraded === 0
    ? `any is too many, failing starts at ${percentWords(threshold.failing)}`
    : `degraded starts at ${percentWords(threshold.degraded)}, failing at ${percentWords(threshold.failing)}`;
}

export interface TrafficCounts {
  requests: number;
  errors: number;
  clientErrors: number;
}

/** Health of traffic: errors and client errors each against its own threshold. `what` e.g. "requests", "connections". */
export function trafficHealth(
  counts: TrafficCounts,
  { durationSec, what }: { durationSec: number; what: string },
): Health {
  if (counts.requests <= 0) return { status: "idle", reasons: [] };
  if (counts.errors <= 0 && counts.clientErrors <= 0) return { status: "healthy", reasons: [] };
  const parts: Health[] = [{ status: "healthy", reasons: [] }];
  const judge = (count: number, threshold: Threshold, verb: string) => {
    const status = verdict(count / counts.requests, threshold);
    if (status === "healthy") return;
    const share = percentWords(count / counts.requests);
    const sentence = `${share} of ${what} ${verb} in the last ${spanWords(durationSec)}; ${limitWords(threshold, status)}.`;
    parts.push({ status, reasons: [sentence.charAt(0).toUpperCase() + sentence.slice(1)] });
  };
  judge(counts.errors, DEFAULT_THRESHOLDS.errors, "failed");
  judge(counts.clientErrors, DEFAULT_THRESHOLDS.clientErrors, "were refused as the caller's mistake (4xx)");
  return worstHealth(parts);
}

/** Health of a workload's instances as the control plane sees them; null when it knows none. */
export function instanceHealth(instances: number, healthy: number): Health | null {
  if (instances === 0 || healthy === instances) return null;
  if (healthy === 0) return { status: "failing", reasons: [`None of its ${instances} instances is connected.`] };
  return { status: "degraded", reasons: [`${healthy} of ${instances} instances are connected.`] };
}
