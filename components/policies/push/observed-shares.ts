import type { SplitWeight } from "@/lib/policy/edit/split-intent";
import type { VersionFigures } from "../service-figures";
import type { ShiftVersion } from "../shift/shift-base";

/** Wanted and measured share of one version, in per cent. `within`: no further apart than chance makes of this many requests. */
export interface ObservedShare {
  version: string;
  series: number;
  wanted: number;
  observed: number | null;
  requests: number;
  within: boolean;
}

/** One point is always allowed; with few requests, what a binomial draw strays in 99 of 100 cases (2.6 standard deviations). */
export function observedShares(
  versions: readonly ShiftVersion[],
  weights: readonly SplitWeight[],
  figures: readonly VersionFigures[],
): { shares: ObservedShare[]; requests: number; within: boolean } {
  const all = figures.reduce((sum, one) => sum + one.requests, 0);
  const shares = versions.map(({ subset, version, series }) => {
    const wanted = weights.find((one) => one.subset === subset)?.weight ?? 0;
    const requests = figures.find((one) => one.version === version)?.requests ?? 0;
    const observed = all > 0 ? (requests / all) * 100 : null;
    const share = wanted / 100;
    const stray = all > 0 ? 260 * Math.sqrt((share * (1 - share)) / all) : 0;
    return {
      version,
      series,
      wanted,
      observed,
      requests,
      within: observed !== null && Math.abs(observed - wanted) <= Math.max(1, stray),
    };
  });
  return { shares, requests: all, within: all > 0 && shares.every((one) => one.within) };
}
