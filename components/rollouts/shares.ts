import type { RolloutSummary, VersionShare } from "@/lib/model/rollout";
import type { PlanTarget } from "@/lib/model/rollout-plan";

type SummaryTarget = RolloutSummary["targets"][number];

/** Per cent of a target's traffic at its candidate; null: no share is known. */
export function candidateShare(
  shares: readonly VersionShare[],
  target: { id: string; candidate: string } | undefined,
): number | null {
  if (!target) return null;
  const own = shares.filter((one) => one.targetId === target.id);
  if (own.length === 0) return null;
  return own.find((one) => one.version === target.candidate)?.percent ?? 0;
}

/** The target a run works on. */
export function currentTarget({
  targets,
  targetId,
}: Pick<RolloutSummary, "targets" | "targetId">): SummaryTarget | undefined {
  return targets.find(({ id }) => id === targetId);
}

/**
 * Per cent that the candidate of a plan's target has by `shares`: of `run.desired`, what it has now; of `before`, what it comes back to when a person
 * ends the run. 0 where they do not say.
 */
export function targetShare(shares: readonly VersionShare[], target: PlanTarget | undefined): number {
  if (target?.target.kind !== "traffic") return 0;
  return candidateShare(shares, { id: target.id, candidate: target.target.candidate.version }) ?? 0;
}

/** "10", "9.8", "0.4": a share in per cent with at most one decimal; null is a dash. */
export function shareText(percent: number | null): string {
  if (percent === null) return "–";
  if (percent > 0 && percent < 0.05) return "< 0.1";
  return percent.toFixed(1).replace(/\.0$/, "");
}
