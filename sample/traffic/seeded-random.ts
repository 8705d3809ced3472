/** A repeatable source of numbers in [0, 1). */
export type Random = () => number;

/** mulberry32: small, quick, and the same on every machine for the same seed. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed out of a name (FNV-1a), so that each workload has numbers of its own. */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** One of `choices`, as often as its weight says. Throws when there is none. */
export function pickWeighted<T>(random: Random, choices: readonly { value: T; weight: number }[]): T {
  const total = choices.reduce((sum, choice) => sum + choice.weight, 0);
  let left = random() * total;
  for (const choice of choices) {
    left -= choice.weight;
    if (left < 0) return choice.value;
  }
  const last = choices.at(-1);
  if (!last) throw new RangeError("pickWeighted needs at least one choice");
  return last.value;
}

/** Milliseconds until the next arrival of a Poisson stream of `ratePerSec`. */
export function nextArrivalMs(random: Random, ratePerSec: number): number {
  return (-Math.log(1 - random()) / ratePerSec) * 1000;
}

/** A log-normal sample around `median`; `spread` is the standard deviation of its logarithm (0: always the median). */
export function logNormal(random: Random, median: number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(spread * normal);
}
