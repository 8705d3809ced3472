import { ChevronDown, ChevronRight } from "lucide-react";
import { memo } from "react";
import { cn } from "@/components/ui/cn";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { SeriesMarker } from "@/components/ui/series-marker";
import { duration, milliseconds } from "@/lib/client/format/duration";
import { figureText } from "@/lib/client/format/figure";
import type { TimeView } from "@/lib/client/view-param";
import type { Stretch } from "@/lib/traces/row-sections";
import type { TraceRow } from "@/lib/traces/trace-row";
import { RowBar } from "./row-bar";
import { rowLabel } from "./row-label";

export interface WaterfallRowProps {
  row: TraceRow;
  series: number;
  view: TimeView;
  path: readonly Stretch[];
  ticks: readonly number[];
  closed: boolean;
  selected: boolean;
  active: boolean;
  found: boolean;
  phone: boolean;
  onSelect: (row: TraceRow) => void;
  onToggle: (row: TraceRow) => void;
}

const INDENT = 18;
const MOST_INDENT = 12;

/** Element id of a row, for the tree's active descendant. */
export function rowElementId(row: TraceRow): string {
  return `span-row-${row.id}`;
}

function spoken(row: TraceRow): string {
  const parts = [rowLabel(row), row.operation, figureText(duration(row.endMs - row.startMs))];
  if (row.attempt) parts.push(`try ${row.attempt.number} of ${row.attempt.of}`);
  if (row.failed) parts.push(`failed ${row.code}`);
  return parts.join(", ");
}

function Toggle({ row, closed, onToggle }: Pick<WaterfallRowProps, "row" | "closed" | "onToggle">) {
  if (row.below === 0) return <span className="w-3.5 shrink-0" />;
  const Icon = closed ? ChevronRight : ChevronDown;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={closed ? `Open, ${row.below} rows below` : "Close"}
      onClick={(event) => {
        event.stopPropagation();
        onToggle(row);
      }}
      className="-m-1 shrink-0 rounded-1 p-1 text-text-3 hover:text-text-1"
    >
      <Icon className="size-3.5" aria-hidden="true" />
    </button>
  );
}

function Name({ row, series, closed, found, onToggle }: WaterfallRowProps) {
  const hop = row.kind === "hop" || row.depth === 0;
  return (
    <>
      <Toggle row={row} closed={closed} onToggle={onToggle} />
      <SeriesMarker series={series} />
      <span
        aria-hidden="true"
        className={cn(
          "shrink-0 whitespace-nowrap",
          hop ? "font-medium" : "text-text-2",
          found && "border-b-2 border-accent",
        )}
      >
        {rowLabel(row)}
      </span>
      <span aria-hidden="true" title={row.operation} className={cn("min-w-0 truncate", hop && "text-text-3")}>
        {row.operation}
      </span>
      {closed ? (
        <span aria-hidden="true" className="shrink-0 text-xs text-text-3">
          +{row.below}
        </span>
      ) : null}
      <span className="flex-1" />
      {row.attempt ? (
        <span aria-hidden="true" className="shrink-0 rounded-1 border border-border-2 px-1 text-2xs text-text-2">
          try {row.attempt.number} of {row.attempt.of}
        </span>
      ) : null}
      {row.failed ? (
        <span
          aria-hidden="true"
          className="inline-flex shrink-0 items-center gap-1 text-xs font-semibold text-failing-fg"
        >
          <HealthGlyph status="failing" label="failed" className="size-3" />
          {row.code === "0" ? "none" : row.code}
        </span>
      ) : null}
    </>
  );
}

function HopTimesCell({ row }: { row: TraceRow }) {
  const show = (ms: number | null | undefined) => (ms === null || ms === undefined ? "" : milliseconds(ms));
  return (
    <span
      aria-hidden="true"
      className="grid grid-cols-[32px_28px_1fr] items-center gap-1 border-r border-border-1 pr-3 text-right text-xs text-text-3 tabular-nums max-xl:hidden"
    >
      <span>{show(row.hop?.clientMs)}</span>
      <span>{show(row.hop?.networkMs)}</span>
      <span className="text-text-2">{show(row.hop?.serverMs)}</span>
    </span>
  );
}

function Ticks({ ticks, view }: { ticks: readonly number[]; view: TimeView }) {
  const span = view.toMs - view.fromMs || 1;
  return ticks.map((tick) => (
    <span
      key={tick}
      className="absolute inset-y-0 border-l border-grid"
      style={{ left: `${((tick - view.fromMs) / span) * 100}%` }}
    />
  ));
}

/** One row of the waterfall: who and what, hop times, bar. On a phone the bar stands below the name. */
export const WaterfallRow = memo(function WaterfallRow(props: WaterfallRowProps) {
  const { row, phone, selected, active, closed, onSelect } = props;
  const indent = Math.min(row.depth, MOST_INDENT) * (phone ? 12 : INDENT);
  const common = {
    id: rowElementId(row),
    role: "treeitem",
    "aria-level": row.depth + 1,
    "aria-selected": selected,
    ...(row.below > 0 ? { "aria-expanded": !closed } : {}),
    onClick: () => onSelect(row),
  } as const;
  const tone = cn(
    "cursor-pointer border-b border-border-1/55",
    selected ? "bg-accent-bg" : "hover:bg-surface-2",
    active && "shadow-[inset_0_0_0_2px_var(--focus)]",
  );
  if (phone) {
    return (
      <div {...common} className={cn(tone, "px-3 pt-1.5")} style={{ height: 52 }}>
        <span className="sr-only">{spoken(row)}</span>
        <div className="flex items-center gap-1.5" style={{ paddingLeft: indent }}>
          <Name {...props} />
          <span aria-hidden="true" className="shrink-0 text-sm text-text-2 tabular-nums">
            {figureText(duration(row.endMs - row.startMs))}
          </span>
        </div>
        <div aria-hidden="true" className="relative -mt-1 h-6">
          <RowBar {...props} bare />
        </div>
      </div>
    );
  }
  return (
    <div {...common} className={cn(tone, "waterfall-grid relative h-[30px]")}>
      <span className="sr-only">{spoken(row)}</span>
      <div
        className="flex min-w-0 items-center gap-[7px] pr-2.5 max-xl:border-r max-xl:border-border-1"
        style={{ paddingLeft: 12 + indent }}
      >
        <Name {...props} />
      </div>
      <HopTimesCell row={row} />
      <div aria-hidden="true" className="min-w-0 pr-16">
        <div className="relative h-full">
          <Ticks {...props} />
          <RowBar {...props} />
        </div>
      </div>
    </div>
  );
});
