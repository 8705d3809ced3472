import type { FigureParts } from "./figure";

/** A share 0..1 as percent: one decimal under 10, "< 0.1" when not zero but nearly, 0 only for none, 100 only for all. */
export function percent(ratio: number): FigureParts {
  const value = ratio * 100;
  if (!Number.isFinite(value)) return { value: "–", unit: "" };
  if (value === 0) return { value: "0", unit: "%" };
  if (value > 0 && value < 0.1) return { value: "< 0.1", unit: "%" };
  if (value < 100 && value > 99.9) return { value: "> 99.9", unit: "%" };
  if (value >= 100) return { value: value.toFixed(0), unit: "%" };
  const text = value < 9.95 || value > 99 ? value.toFixed(1) : value.toFixed(value < 99.5 ? 1 : 0);
  return { value: text.replace(/\.0$/, ""), unit: "%" };
}
