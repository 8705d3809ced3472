import { versionSeries } from "@/lib/client/version-series";
import type { VersionShare } from "@/lib/model/rollout";
import type { PlanTarget } from "@/lib/model/rollout-plan";
import { candidateShare } from "./shares";
import type { TouchedVersion } from "./touch-drawing";

/** Both sides of a traffic target with their shares before and after; [] for mTLS. */
export function touchedVersions(
  { id, target }: Pick<PlanTarget, "id" | "target">,
  now: readonly VersionShare[],
  after: number | null,
): TouchedVersion[] {
  if (target.kind !== "traffic") return [];
  const names = [target.stable.version, target.candidate.version];
  const before = candidateShare(now, { id, candidate: target.candidate.version }) ?? 0;
  const then = after ?? before;
  return [
    {
      name: target.stable.version,
      series: versionSeries(target.stable.version, names),
      before: 100 - before,
      after: 100 - then,
    },
    { name: target.candidate.version, series: versionSeries(target.candidate.version, names), before, after: then },
  ];
}
