import { createParser } from "nuqs/server";

/** A part of a trace's time, ms since its start. */
export interface TimeView {
  fromMs: number;
  toMs: number;
}

/** Such a part in the URL: two numbers of ms joined by "_". */
export const parseAsView = createParser({
  parse: (text): TimeView | null => {
    const [fromMs, toMs, ...more] = text.split("_").map(Number);
    if (fromMs === undefined || toMs === undefined || more.length > 0) return null;
    return Number.isFinite(fromMs) && Number.isFinite(toMs) && toMs > fromMs ? { fromMs, toMs } : null;
  },
  serialize: ({ fromMs, toMs }: TimeView) => `${Number(fromMs.toFixed(3))}_${Number(toMs.toFixed(3))}`,
  eq: (a, b) => a.fromMs === b.fromMs && a.toMs === b.toMs,
});
