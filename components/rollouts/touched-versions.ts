import { versionSeries } from "@/lib/client/version-series";
import type { PlanTarget } from "@/lib/model/rollout-plan";
import type { TouchedVersion } from "./touch-drawing";

/** Both sides of a traffic target with their shares before and after; [] for mTLS. */
export function touchedVersions(
  { target }: Pick<PlanTarget, "target">,
  before: number,
  after: number | null,
): TouchedVersion[] {
  if (target.kind !== "traffic") return [];
  const names = [target.stable.version, target.candidate.version];
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
