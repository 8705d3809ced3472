import type { TransportSeries } from "@/lib/model/series";
import type { TimeData, TimeRow } from "./time-chart";

/** One moment of how traffic travelled; null is a gap, not a zero. */
export interface TransportRow extends TimeRow {
  /** share of mutual TLS, percent */
  share: number | null;
  plainPerSec: number | null;
  callers: number | null;
}

/** Rows for every step of the window: those without traffic on record are gaps. */
export function prepareTransport(
  { stepSec, points }: TransportSeries,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): TimeData<TransportRow> {
  const stepMs = stepSec * 1000;
  const known = new Map(points.map((point) => [point.atMs, point]));
  const rows: TransportRow[] = [];
  for (let atMs = Math.floor(fromMs / stepMs) * stepMs; atMs < toMs; atMs += stepMs) {
    const point = known.get(atMs);
    const told = point ? point.mutual + point.plain : 0;
    const partial = atMs + stepMs > toMs;
    // A step that still fills has so far only lasted until now.
    const seconds = Math.max(1, (Math.min(toMs, atMs + stepMs) - atMs) / 1000);
    rows.push({
      atMs,
      partial,
      share: point && told > 0 ? (100 * point.mutual) / told : null,
      plainPerSec: point ? point.plain / seconds : null,
      callers: point ? point.callers : null,
    });
  }
  return { rows, fromMs, toMs };
}
