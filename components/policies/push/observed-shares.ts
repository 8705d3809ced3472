import type { SplitIntent } from "@/lib/policy/edit/split-intent";
import type { VersionFigures } from "../service-figures";
import type { ShiftVersion } from "../shift/shift-base";

/** Wanted and measured share of one version in per cent of all requests. `wanted` null: rules decide it, so it cannot be foretold. */
export interface ObservedShare {
  version: string;
  series: number;
  wanted: number | null;
  observed: number | null;
  byRule: boolean;
}

export interface Observed {
  shares: ObservedShare[];
  requests: number;
  /** per cent of the requests that rules took, as far as that can be told; null: no rules */
  ruled: number | null;
  /** every share is as near as it can be: a point, or what chance makes of so few requests */
  within: boolean;
}

/** How far from `part` (0..1) a share of `n` requests may stray, in per cent: a point, or 2.6 standard deviations (99 of 100 draws). */
const allowed = (part: number, n: number): number =>
  n > 0 ? Math.max(1, 260 * Math.sqrt((part * (1 - part)) / n)) : 0;

/**
 * Compares what was measured with what is wanted. Rules send requests past the weights to their versions; how many is not known, but the
 * versions that no rule names are reached by weight alone. From them follows how many requests the weights shared out.
 */
export function observedShares(
  versions: readonly ShiftVersion[],
  { weights, rules }: SplitIntent,
  figures: readonly VersionFigures[],
): Observed {
  const ruledSubsets = new Set(rules.map((rule) => rule.subset));
  const rows = versions.map(({ subset, version, series }) => ({
    version,
    series,
    byRule: ruledSubsets.has(subset),
    part: (weights.find((one) => one.subset === subset)?.weight ?? 0) / 100,
    requests: figures.find((one) => one.version === version)?.requests ?? 0,
  }));
  const all = figures.reduce((sum, one) => sum + one.requests, 0);
  const plain = rows.filter((row) => !row.byRule);
  const plainPart = plain.reduce((sum, row) => sum + row.part, 0);
  const plainRequests = plain.reduce((sum, row) => sum + row.requests, 0);
  const ordinary = rules.length === 0 ? all : plainPart > 0 ? Math.min(all, plainRequests / plainPart) : null;
  const shares = rows.map(({ version, series, byRule, part, requests }) => ({
    version,
    series,
    byRule,
    observed: all > 0 ? (requests / all) * 100 : null,
    wanted:
      all > 0 && rules.length > 0 ? (byRule || ordinary === null ? null : (part * ordinary * 100) / all) : part * 100,
  }));
  const fits = plain.every(({ part, requests }) => {
    if (part === 0 || plainPart === 0) return all > 0 && (requests / all) * 100 <= 1;
    const own = part / plainPart;
    return Math.abs((requests / plainRequests) * 100 - own * 100) <= allowed(own, plainRequests);
  });
  const reached = rows.every(
    ({ byRule, part, requests }) =>
      !byRule || ordinary === null || (requests / ordinary) * 100 >= part * 100 - allowed(part, ordinary),
  );
  return {
    shares,
    requests: all,
    ruled: rules.length === 0 || ordinary === null || all === 0 ? null : Math.max(0, 100 - (ordinary / all) * 100),
    within: all > 0 && fits && reached,
  };
}
