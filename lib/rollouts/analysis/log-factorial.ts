const TABLE: number[] = [0];
for (let n = 1; n < 256; n++) TABLE.push((TABLE[n - 1] ?? 0) + Math.log(n));

/** ln(n!), n whole and not negative; error below 1e-12 relative. Beyond a table: Stirling's series, three terms. */
export function logFactorial(n: number): number {
  const known = TABLE[n];
  if (known !== undefined) return known;
  const inverse = 1 / n;
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1260;
}
