import { prepareTraffic } from "@/components/charts/prepare-traffic";
import type { Change } from "@/lib/model/change";
import type { TrafficSeries } from "@/lib/model/series";

/** Times of the strip: what it spans, in epoch ms. */
export interface Span {
  fromMs: number;
  toMs: number;
}

export interface TimelineArea {
  /** SVG path in a box of 1000 × 100, gaps left open */
  total: string;
  failed: string;
}

export interface TimelineMark {
  id: string;
  /** 0..1 of the width */
  at: number;
  words: string;
}

/** Share 0..1 of a moment in the span; beyond its ends it is cut. */
export function shareOf(span: Span, atMs: number): number {
  return Math.max(0, Math.min(1, (atMs - span.fromMs) / (span.toMs - span.fromMs)));
}

/** The moment at a share, on whole seconds. */
export function momentAt(span: Span, share: number): number {
  return Math.round((span.fromMs + Math.max(0, Math.min(1, share)) * (span.toMs - span.fromMs)) / 1000) * 1000;
}

/** Traffic of the whole mesh as an area, with what failed in front; steps without data are gaps. */
export function timelineArea(series: TrafficSeries, span: Span): TimelineArea {
  const { rows } = prepareTraffic(series, span);
  const most = Math.max(1e-9, ...rows.map((row) => (row.okPerSec ?? 0) + (row.errorsPerSec ?? 0)));
  const x = (atMs: number) => (shareOf(span, atMs) * 1000).toFixed(1);
  const path = (value: (row: (typeof rows)[number]) => number | null): string => {
    let out = "";
    let open: string[] = [];
    let lastX = "0";
    const close = () => {
      if (open.length > 1) out += `M${open[0]?.split(" ")[0]} 100L${open.join("L")}L${lastX} 100Z`;
      open = [];
    };
    for (const row of rows) {
      const amount = value(row);
      if (amount === null) {
        close();
        continue;
      }
      lastX = x(row.atMs);
      open.push(`${lastX} ${(100 - (amount / most) * 96).toFixed(1)}`);
    }
    close();
    return out;
  };
  return {
    total: path((row) => (row.okPerSec === null ? null : row.okPerSec + (row.errorsPerSec ?? 0))),
    failed: path((row) => row.errorsPerSec),
  };
}

/** Changes inside the span, oldest first, those on top of each other told as one. */
export function timelineMarks(changes: readonly Change[], span: Span): TimelineMark[] {
  const inside = changes
    .map((change) => ({ change, atMs: Date.parse(change.createdAt) }))
    .filter(({ atMs }) => atMs >= span.fromMs && atMs <= span.toMs)
    .sort((a, b) => a.atMs - b.atMs);
  return inside.map(({ change, atMs }) => {
    const names = [...new Set(change.items.map((item) => item.key.name))];
    return {
      id: change.id,
      at: shareOf(span, atMs),
      words: `${names.slice(0, 2).join(", ")}: ${change.reason || `change ${change.number}`}`,
    };
  });
}

/** Round times for the ticks: four parts of the span. */
export function timelineTicks({ fromMs, toMs }: Span): number[] {
  return [0, 0.25, 0.5, 0.75].map((share) => fromMs + (toMs - fromMs) * share);
}
