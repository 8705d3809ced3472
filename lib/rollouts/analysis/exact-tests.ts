import { logFactorial } from "./log-factorial";

/** Terms this much smaller than what is summed already change nothing that is printed. */
const NEGLIGIBLE = 1e-16;

/**
 * One-sided Fisher exact test of "the canary fails no more often than the stable version": the chance of at least `canary.bad` failures among
 * the canary's requests, were all failures spread over both sides at random. Exact for any count, so it holds for few samples too, where the normal
 * approximation does not. Counts are whole; a side without requests gives 1 (no evidence).
 */
export function fisherGreater(canary: { bad: number; of: number }, stable: { bad: number; of: number }): number {
  const all = canary.of + stable.of;
  const bad = canary.bad + stable.bad;
  if (canary.of === 0 || stable.of === 0 || bad === 0) return 1;
  const least = Math.max(0, canary.of - (all - bad));
  const most = Math.min(bad, canary.of);
  const logTotal = logChoose(all, canary.of);
  const chance = (k: number) => Math.exp(logChoose(bad, k) + logChoose(all - bad, canary.of - k) - logTotal);
  const mean = (canary.of * bad) / all;
  if (canary.bad > mean) {
    return sumTerms(
      canary.bad,
      most,
      chance,
      (k) => ((bad - k) * (canary.of - k)) / ((k + 1) * (all - bad - canary.of + k + 1)),
    );
  }
  if (canary.bad <= least) return 1;
  const below = sumTerms(
    canary.bad - 1,
    least,
    chance,
    (k) => (k * (all - bad - canary.of + k)) / ((bad - k + 1) * (canary.of - k + 1)),
  );
  return Math.max(0, 1 - below);
}

/** Chance of at least `hits` among `of` independent draws that each hit with `rate`: the upper tail of the binomial, exact. */
export function binomialUpperTail(hits: number, of: number, rate: number): number {
  if (hits <= 0) return 1;
  if (hits > of || rate <= 0) return 0;
  if (rate >= 1) return 1;
  const chance = (k: number) => Math.exp(logChoose(of, k) + k * Math.log(rate) + (of - k) * Math.log1p(-rate));
  const odds = rate / (1 - rate);
  if (hits > of * rate) return sumTerms(hits, of, chance, (k) => ((of - k) / (k + 1)) * odds);
  return Math.max(0, 1 - sumTerms(hits - 1, 0, chance, (k) => k / ((of - k + 1) * odds)));
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** Sums a tail away from the mode, where terms only shrink: `ratio(k)` leads from the term of k to the next one. */
function sumTerms(from: number, to: number, chance: (k: number) => number, ratio: (k: number) => number): number {
  const step = to >= from ? 1 : -1;
  let term = chance(from);
  let sum = term;
  for (let k = from; k !== to; k += step) {
    term *= ratio(k);
    sum += term;
    if (term < sum * NEGLIGIBLE) break;
  }
  return Math.min(1, sum);
}
