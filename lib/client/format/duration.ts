import type { FigureParts } from "./figure";
import { count, significant } from "./significant";

/** How long something took, from ms: "250 µs", "44 ms", "2.31 s", "3 min 5 s". */
export function duration(ms: number): FigureParts {
  if (!Number.isFinite(ms)) return { value: "–", unit: "" };
  if (ms === 0) return { value: "0", unit: "ms" };
  const abs = Math.abs(ms);
  if (abs < 0.9995) return { value: count(ms * 1000), unit: "µs" };
  if (abs < 999.5) return { value: abs < 9.95 ? trim(ms.toFixed(1)) : ms.toFixed(0), unit: "ms" };
  if (abs < 59_995) return { value: significant(ms / 1000), unit: "s" };
  const seconds = Math.round(ms / 1000);
  return { value: `${Math.floor(seconds / 60)} min ${seconds % 60}`, unit: "s" };
}

/** A round length for the ticks of an axis, without zeros at its end: "2 s", "1.5 s", "500 ms". */
export function tick(ms: number): FigureParts {
  const { value, unit } = duration(ms);
  if (value.endsWith(" min 0")) return { value: value.slice(0, -" min 0".length), unit: "min" };
  return { value: value.includes(".") ? value.replace(/\.?0+$/, "") : value, unit };
}

/** Milliseconds as a number alone, for columns whose head names the unit: "0.6", "12", "3,012". */
export function milliseconds(ms: number): string {
  return Math.abs(ms) < 9.95 ? trim(ms.toFixed(1)) : count(ms);
}

function trim(text: string): string {
  return text.replace(/\.0$/, "");
}
