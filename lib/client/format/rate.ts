import type { FigureParts } from "./figure";
import { significant } from "./significant";

/** Requests per second. "< 0.01 /s" rather than 0 when there was something. */
export function rate(perSec: number): FigureParts {
  if (perSec > 0 && perSec < 0.01) return { value: "< 0.01", unit: "/s" };
  if (perSec >= 9999.5) return { value: `${significant(perSec / 1000)}k`, unit: "/s" };
  return { value: significant(perSec), unit: "/s" };
}
