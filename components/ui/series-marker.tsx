import { cn } from "./cn";

const SHAPES = [
  "M1 1h8v8H1z",
  "M5 .7a4.3 4.3 0 1 1 0 8.6A4.3 4.3 0 0 1 5 .7z",
  "M5 .6 9.4 5 5 9.4.6 5z",
  "M5 .8 9.3 8.8H.7z",
  "M.7 3.5h8.6v3H.7z",
  "M3.5.7h3v2.8h2.8v3H6.5v2.8h-3V6.5H.7v-3h2.8z",
  "M5 9.2.7 1.2h8.6z",
  "M5 .6 9.4 3.9 7.7 9.1H2.3L.6 3.9z",
] as const;

/** Colour of series 1-8; the ninth and later share grey and are told apart by their labels. */
export function seriesColor(series: number): string {
  return series >= 1 && series <= SHAPES.length ? `var(--series-${series})` : "var(--idle-mark)";
}

/** The second cue of a series beside its colour. */
export function SeriesMarker({ series, className }: { series: number; className?: string }) {
  const shape = SHAPES[series - 1] ?? SHAPES[1];
  return (
    <svg viewBox="0 0 10 10" className={cn("size-2.5 shrink-0", className)} aria-hidden="true">
      <path d={shape} fill={seriesColor(series)} />
    </svg>
  );
}
