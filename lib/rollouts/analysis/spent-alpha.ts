/**
 * The level of one test at the `look`-th look (from 1) at a step. A step is looked at again and again while its data grow, and each look is a chance to
 * be wrong; so the step's `alpha` is spent over them as alpha / (k (k + 1)), which adds up to alpha over endlessly many looks, and is divided by the
 * tests of one look. By the union bound the chance that a healthy version is ever blamed in the step is at most alpha, however the looks depend on
 * each other and whenever somebody stops. Failure limits (failed windows in all and in a row) only lower it.
 */
export function spentAlpha(alpha: number, look: number, tests: number): number {
  const k = Math.max(1, Math.floor(look));
  return alpha / (k * (k + 1)) / Math.max(1, tests);
}
