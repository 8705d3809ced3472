import type { TrafficSeries } from "@/lib/model/series";

/** One moment of a chart; null is a gap, not a zero. */
export interface ChartRow {
  atMs: number;
  /** requests a second that were answered without error, and that failed */
  okPerSec: number | null;
  errorsPerSec: number | null;
  bytesPerSec: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  /** the step still fills: drawn dotted */
  partial: boolean;
}

export interface PreparedTraffic {
  rows: ChartRow[];
  fromMs: number;
  toMs: number;
  hasRequests: boolean;
  hasLatency: boolean;
  hasBytes: boolean;
}

const EMPTY = {
  okPerSec: null,
  errorsPerSec: null,
  bytesPerSec: null,
  p50: null,
  p95: null,
  p99: null,
  partial: false,
};

/**
 * Series -> rows at an even step over the whole window. Steps the series lacks become gaps; counts become rates. A partial
 * step's rate would sag, so its rate is left to the dotted end: it is shown as it is, marked partial.
 */
export function prepareTraffic(series: TrafficSeries, window: { fromMs: number; toMs: number }): PreparedTraffic {
  const stepMs = series.stepSec * 1000;
  const byStep = new Map(series.points.map((point) => [Math.floor(point.atMs / stepMs), point]));
  const rows: ChartRow[] = [];
  const first = Math.ceil(window.fromMs / stepMs);
  const last = Math.floor((window.toMs - 1) / stepMs);
  for (let step = first; step <= last; step++) {
    const point = byStep.get(step);
    rows.push(
      point
        ? {
            atMs: step * stepMs,
            okPerSec: Math.max(0, point.requests - point.errors) / series.stepSec,
            errorsPerSec: point.errors / series.stepSec,
            bytesPerSec: point.bytes / series.stepSec,
            p50: point.latencyMs.p50,
            p95: point.latencyMs.p95,
            p99: point.latencyMs.p99,
            partial: point.partial,
          }
        : { atMs: step * stepMs, ...EMPTY },
    );
  }
  return {
    rows,
    ...window,
    hasRequests: series.points.some((point) => point.requests > 0),
    hasLatency: series.points.some((point) => point.latencyMs.p95 !== null),
    hasBytes: series.points.some((point) => point.bytes > 0),
  };
}

/** Round values for an axis from 0: three or four of them, the last at or above `max`. */
export function niceTicks(max: number): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n * 3 >= max) ?? power * 10;
  const count = Math.ceil(max / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

/** Start, middle and end of a window. */
export function timeTicks({ fromMs, toMs }: { fromMs: number; toMs: number }): number[] {
  return [fromMs, (fromMs + toMs) / 2, toMs];
}
