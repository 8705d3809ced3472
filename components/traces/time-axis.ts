/** Round steps of time, ms. */
const STEPS_MS = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000,
  15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000,
  43_200_000, 86_400_000, 172_800_000, 604_800_000,
];

/** The smallest round step that gives at most `most` ticks over `spanMs`. */
export function stepFor(spanMs: number, most: number): number {
  return STEPS_MS.find((step) => spanMs / step <= most) ?? 2_592_000_000;
}

/** Round moments inside [fromMs, toMs], at most `most` (+1). */
export function ticksBetween(fromMs: number, toMs: number, most: number): number[] {
  const step = stepFor(toMs - fromMs, most);
  const ticks: number[] = [];
  for (let n = Math.ceil(fromMs / step - 1e-9); n * step <= toMs + step * 1e-9; n++) ticks.push(n * step);
  return ticks;
}

/** Powers of ten, with 3s between them when there are few, inside [least, most]. */
export function logTicks(least: number, most: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++) {
    for (const factor of [1, 3]) {
      const tick = factor * 10 ** power;
      if (tick >= least * 0.999 && tick <= most * 1.001) ticks.push(tick);
    }
  }
  return ticks.length > 5 ? ticks.filter((t) => Number.isInteger(Math.round(Math.log10(t) * 1e6) / 1e6)) : ticks;
}
