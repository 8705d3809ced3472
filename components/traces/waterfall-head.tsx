import { ChevronsDownUp, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { tick as tickLength } from "@/lib/client/format/duration";
import { figureText } from "@/lib/client/format/figure";
import type { TimeView } from "@/lib/client/view-param";

/** Head of the waterfall: minimap above, then names of the columns and ticks of time. */
export function WaterfallHead({
  minimap,
  view,
  zoomed,
  ticks,
  goneMs,
  onOpenAll,
  onCloseAll,
  onWhole,
}: {
  minimap: ReactNode;
  view: TimeView;
  zoomed: boolean;
  ticks: readonly number[];
  goneMs: number | null;
  onOpenAll: () => void;
  onCloseAll: () => void;
  onWhole: () => void;
}) {
  const span = view.toMs - view.fromMs || 1;
  const left = (ms: number) => `${((ms - view.fromMs) / span) * 100}%`;
  const goneShown = goneMs !== null && goneMs >= view.fromMs && goneMs <= view.toMs;
  return (
    <div className="shrink-0 max-sm:hidden">
      <div className="waterfall-minimap border-b border-border-1">
        <div className="flex items-center justify-between border-r border-border-1 px-4 text-text-3">
          {zoomed ? (
            <button type="button" className="rounded-1 text-accent hover:underline" onClick={onWhole}>
              Show the whole trace
            </button>
          ) : (
            <span>Drag to zoom</span>
          )}
        </div>
        <div className="min-w-0 pr-16">{minimap}</div>
      </div>
      <div className="waterfall-grid h-[30px] items-center border-b border-border-1 text-xs font-medium text-text-3">
        <div className="flex items-center gap-1 pl-4 pr-1.5">
          <span className="flex-1">Service and operation</span>
          <IconButton label="Close all" small onClick={onCloseAll}>
            <ChevronsDownUp aria-hidden="true" />
          </IconButton>
          <IconButton label="Open all" small onClick={onOpenAll}>
            <ChevronsUpDown aria-hidden="true" />
          </IconButton>
        </div>
        <span className="grid h-full grid-cols-[32px_28px_1fr] items-center gap-1 border-r border-border-1 pr-3 text-right max-xl:hidden">
          <span>client</span>
          <span>net</span>
          <span>server ms</span>
        </span>
        <div className="min-w-0 pr-16">
          <div className="relative h-[18px] overflow-visible font-normal">
            {ticks.map((tick, i) => (
              <span
                key={tick}
                className="absolute whitespace-nowrap tabular-nums"
                style={
                  i === 0 && tick === view.fromMs ? { left: 2 } : { left: left(tick), transform: "translateX(-50%)" }
                }
              >
                {tick === 0 ? "0" : figureText(tickLength(tick))}
              </span>
            ))}
            {goneShown ? (
              <span
                className="absolute z-10 whitespace-nowrap bg-surface-1 px-1 text-failing-fg"
                style={{ left: left(goneMs) }}
              >
                caller gone
              </span>
            ) : null}
          </div>
        </div>
      </div>
    </div>
  );
}
