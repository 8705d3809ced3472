/** z of a two-sided 95 % interval. */
const Z = 1.959964;

/** 95 % interval of a share, by Wilson's score: stays inside 0..1 and means something for few samples and for 0 hits too. */
export function rateInterval(hits: number, of: number): [number, number] | null {
  if (of <= 0) return null;
  const p = hits / of;
  const spread = Z * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of));
  const middle = p + (Z * Z) / (2 * of);
  const scale = 1 + (Z * Z) / of;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

/** 95 % interval of a quantile by its order statistics: the ranks within which it lies, as shares of the sample. */
export function rankInterval(q: number, of: number): [number, number] | null {
  if (of <= 0) return null;
  const spread = Z * Math.sqrt((q * (1 - q)) / of);
  return [Math.max(0, q - spread), Math.min(1, q + spread)];
}
