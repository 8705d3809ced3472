/**
 * Splits `whole` units of weight: `percent` of them to the candidate, the rest to stable. Whole numbers that add up to `whole`; a percentage above 0 gives
 * at least 1 and one below 100 leaves at least 1, as far as `whole` allows, so that no step is a switch in disguise.
 */
export function splitShares(whole: number, percent: number): { stable: number; candidate: number } {
  const least = percent > 0 ? Math.min(1, whole) : 0;
  const most = percent < 100 ? Math.max(least, whole - 1) : whole;
  const candidate = Math.min(most, Math.max(least, Math.round((whole * percent) / 100)));
  return { stable: whole - candidate, candidate };
}
