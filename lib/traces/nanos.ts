/**
 * Ms between two moments given as decimal nanoseconds since the epoch. 2^53 ns is exceeded by today's times, so they are
 * subtracted as whole numbers first. What is no number counts as the earlier one.
 */
export function msSince(baseNanos: bigint, nanos: string): number {
  return Number(nanosOf(nanos) - baseNanos) / 1e6;
}

/** Nanoseconds since the epoch; 0 for what is no number. */
export function nanosOf(text: string): bigint {
  return /^\d{1,20}$/.test(text) ? BigInt(text) : 0n;
}
