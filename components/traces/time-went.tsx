import { Meter } from "@/components/ui/meter";
import { seriesColor } from "@/components/ui/series-marker";
import { duration } from "@/lib/client/format/duration";
import { figureText } from "@/lib/client/format/figure";
import { percent } from "@/lib/client/format/percent";
import type { TraceSummary } from "@/lib/model/span";

/** Which services the time of a trace was spent in. */
export function TimeWent({ trace, series }: { trace: TraceSummary; series: ReadonlyMap<string, number> }) {
  const total = trace.services.reduce((sum, s) => sum + s.timeMs, 0) || 1;
  const parts = trace.services.map((s) => ({
    id: s.service,
    share: s.timeMs / total,
    color: seriesColor(series.get(s.service) ?? 9),
    title: `${s.service}: ${figureText(duration(s.timeMs))}, ${figureText(percent(s.timeMs / total))}`,
  }));
  const words = parts
    .slice(0, 3)
    .map((p) => `${p.id} ${figureText(percent(p.share))}`)
    .join(", ");
  return <Meter parts={parts} label={`Time went to ${words}`} className="h-2.5 w-40 max-w-full" />;
}
