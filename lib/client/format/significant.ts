const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/**
 * Three significant figures, trailing zeros kept below 100 ("16.1", "2.31", "0.05"), thousands grouped from 1,000 on
 * (whole numbers, never rounded to three figures there). Source: VISUAL rules for figures.
 */
export function significant(value: number): string {
  const abs = Math.abs(value);
  if (!Number.isFinite(value)) return "–";
  if (abs === 0) return "0";
  if (abs >= 999.5) return GROUPED.format(value);
  if (abs >= 99.95) return value.toFixed(0);
  if (abs >= 9.995) return value.toFixed(1);
  if (abs >= 0.9995) return value.toFixed(2);
  return trimZeros(value.toPrecision(2));
}

/** Whole number with grouped thousands: "1,340". */
export function count(value: number): string {
  return GROUPED.format(value);
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
