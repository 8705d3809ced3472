import type { FigureParts } from "./figure";
import { significant } from "./significant";

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes in decimal units: "840 B", "2.10 MB". `perSec` adds "/s". */
export function bytes(value: number, perSec = false): FigureParts {
  let amount = value;
  let unit = 0;
  while (Math.abs(amount) >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return { value: unit === 0 ? amount.toFixed(0) : significant(amount), unit: `${UNITS[unit]}${perSec ? "/s" : ""}` };
}
