/** Milliseconds of a 64-bit count of nanoseconds in two halves. Whole milliseconds come out exact, although 2^53 ns is exceeded. */
export function nanosToMs(low: number, high: number): number {
  // 2^32 ns are 4294 ms and 967,296 ns: both products are exact integers.
  return high * 4294 + (high * 967_296 + low) / 1e6;
}
