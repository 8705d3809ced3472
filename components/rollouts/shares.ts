import type { RolloutDetail, RolloutRun, RolloutSummary, VersionShare } from "@/lib/model/rollout";
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

/** The target a run works on: the last one that its wanted shares speak of, else the first. */
export function currentTarget(
  targets: readonly SummaryTarget[],
  { desired }: Pick<RolloutRun, "desired">,
): SummaryTarget | undefined {
  const moved = targets.filter((target) => (candidateShare(desired, target) ?? 0) > 0);
  return moved.at(-1) ?? targets[0];
}

/** Per cent that a target's candidate comes back to when a person ends the run: what it had before. */
export function backShare(detail: Pick<RolloutDetail, "before">, target: PlanTarget | undefined): number {
  if (target?.target.kind !== "traffic") return 0;
  return candidateShare(detail.before, { id: target.id, candidate: target.target.candidate.version }) ?? 0;
}

/** "10", "9.8", "0.4": a share in per cent with at most one decimal; null is a dash. */
export function shareText(percent: number | null): string {
  if (percent === null) return "–";
  if (percent > 0 && percent < 0.05) return "< 0.1";
  return percent.toFixed(1).replace(/\.0$/, "");
}
