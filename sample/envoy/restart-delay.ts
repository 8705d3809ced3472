const FIRST_MS = 250;
const MOST_MS = 15_000;
/** Whoever ran this long before it ended is started again as if for the first time. */
const STEADY_MS = 60_000;

/** Milliseconds to wait before the next start, after `failures` starts in a row that did not last. */
export function restartDelayMs(failures: number): number {
  return Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
}

/** Counts a process that ended after `uptimeMs`. */
export function countFailure(failures: number, uptimeMs: number): number {
  return uptimeMs >= STEADY_MS ? 1 : failures + 1;
}
