/** step, 2 step, … and `max` as the last one, whatever the step: never more than it. */
export function linearWeights({ step, max }: { step: number; max: number }): number[] {
  const weights: number[] = [];
  for (let weight = step; weight < max; weight += step) weights.push(weight);
  return [...weights, max];
}

/** start, start * factor, … rounded to whole per cent, always growing, and `max` as the last one: never more than it. */
export function exponentialWeights({ start, factor, max }: { start: number; factor: number; max: number }): number[] {
  const weights: number[] = [];
  for (let exact = start, weight = start; weight < max; ) {
    weights.push(weight);
    exact *= factor;
    weight = Math.max(weight + 1, Math.round(exact));
  }
  return [...weights, max];
}
