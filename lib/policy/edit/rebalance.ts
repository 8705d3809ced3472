/**
 * Moves one weight to `value` and the unlocked others in proportion, so that whole numbers still add up to 100. Others that are all 0
 * share evenly. The value is cut to what locks leave free; with nothing free to move, everything stays.
 */
export function rebalance(
  weights: readonly number[],
  moved: number,
  value: number,
  locked: readonly boolean[] = [],
): number[] {
  const free = weights.flatMap((_, i) => (i !== moved && !locked[i] ? [i] : []));
  if (free.length === 0 || weights[moved] === undefined) return [...weights];
  const held = weights.reduce((sum, weight, i) => (i !== moved && locked[i] ? sum + weight : sum), 0);
  const room = Math.max(0, 100 - held);
  const target = Math.min(room, Math.max(0, Math.round(value)));
  const shares = apportion(
    free.map((i) => weights[i] ?? 0),
    room - target,
  );
  const next = [...weights];
  next[moved] = target;
  free.forEach((i, at) => {
    next[i] = shares[at] ?? 0;
  });
  return next;
}

/** Splits a whole `total` in proportion to `parts` into whole numbers (largest remainder); all-zero parts share evenly. */
export function apportion(parts: readonly number[], total: number): number[] {
  const sum = parts.reduce((acc, part) => acc + part, 0);
  const exact = parts.map((part) => (sum === 0 ? total / parts.length : (part / sum) * total));
  const whole = exact.map(Math.floor);
  let rest = total - whole.reduce((acc, part) => acc + part, 0);
  const order = exact
    .map((part, i) => ({ i, rest: part - Math.floor(part) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order) {
    if (rest <= 0) break;
    whole[i] = (whole[i] ?? 0) + 1;
    rest -= 1;
  }
  return whole;
}
