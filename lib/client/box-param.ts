import { createParser } from "nuqs/server";

/** A part of the scatter of traces: from when to when (epoch ms), from how long to how long (ms). */
export interface TraceBox {
  fromMs: number;
  toMs: number;
  leastMs: number;
  mostMs: number;
}

/** Such a box in the URL: four numbers, joined by "_". */
export const parseAsBox = createParser({
  parse: (text): TraceBox | null => {
    const [fromMs, toMs, leastMs, mostMs, ...more] = text.split("_").map(Number);
    if (
      fromMs === undefined ||
      toMs === undefined ||
      leastMs === undefined ||
      mostMs === undefined ||
      more.length > 0
    ) {
      return null;
    }
    return [fromMs, toMs, leastMs, mostMs].every(Number.isFinite) ? { fromMs, toMs, leastMs, mostMs } : null;
  },
  serialize: (box: TraceBox) =>
    [
      Math.round(box.fromMs),
      Math.round(box.toMs),
      Number(box.leastMs.toPrecision(6)),
      Number(box.mostMs.toPrecision(6)),
    ].join("_"),
  eq: (a, b) => a.fromMs === b.fromMs && a.toMs === b.toMs && a.leastMs === b.leastMs && a.mostMs === b.mostMs,
});
