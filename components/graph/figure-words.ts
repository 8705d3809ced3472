import type { FigureParts } from "@/lib/client/format/figure";

/** A figure inside a sentence or a tight label: "8.4%", "16.1/s", "2.31 s". */
export function figureWords({ value, unit }: FigureParts): string {
  return unit === "%" || unit.startsWith("/") ? `${value}${unit}` : unit ? `${value}\u00a0${unit}` : value;
}
