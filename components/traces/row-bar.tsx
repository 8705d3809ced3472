import { seriesColor } from "@/components/ui/series-marker";
import { duration } from "@/lib/client/format/duration";
import { figureText } from "@/lib/client/format/figure";
import type { TimeView } from "@/lib/client/view-param";
import type { Stretch } from "@/lib/traces/row-sections";
import type { TraceRow } from "@/lib/traces/trace-row";
import { barGeometry, drawnStretches } from "./bar-geometry";

function Bar({
  geometry,
  color,
  tint,
  after,
}: {
  geometry: { left: number; width: number };
  color: string;
  tint?: boolean;
  after?: boolean;
}) {
  const place = { left: `${geometry.left}%`, width: `max(3px, ${geometry.width}%)` };
  if (after) {
    return (
      <span
        className="hatch absolute top-[9.5px] h-[11px] rounded-r-[2px] border border-l-0"
        style={{ ...place, borderColor: color, ["--hatch-color" as string]: color }}
      />
    );
  }
  return (
    <span
      className="absolute top-[9.5px] h-[11px] rounded-[2px]"
      style={{ ...place, background: tint ? `color-mix(in srgb, ${color} 38%, var(--surface-1))` : color }}
    />
  );
}

/**
 * The time of one row: solid for a hop, a tint for work inside a service, hatched for work after the caller gave up, and
 * under it the line of the critical path. The length stands on the roomier side.
 */
export function RowBar({
  row,
  series,
  view,
  path,
  bare,
}: {
  row: TraceRow;
  series: number;
  view: TimeView;
  path: readonly Stretch[];
  /** the length stands elsewhere */
  bare?: boolean;
}) {
  const color = seriesColor(series);
  const bar = barGeometry(row.startMs, row.gaveUpMs ?? row.endMs, view);
  const after = row.gaveUpMs === null ? null : barGeometry(row.gaveUpMs, row.endMs, view);
  const whole = barGeometry(row.startMs, row.endMs, view);
  const right = whole ? 100 - whole.left - whole.width : 0;
  const onRight = whole ? right >= whole.left || right > 14 || whole.left < 12 : true;
  return (
    <span className="absolute inset-0">
      {bar ? <Bar geometry={bar} color={color} tint={row.kind === "span" && row.depth > 0} /> : null}
      {after ? <Bar geometry={after} color={color} after /> : null}
      {drawnStretches(path, view).map((stretch) => {
        const line = barGeometry(stretch.startMs, stretch.endMs, view);
        return line ? (
          <span
            key={stretch.startMs}
            className="absolute top-[22px] h-[3px] rounded-full bg-text-1"
            style={{ left: `${line.left}%`, width: `max(2px, ${line.width}%)` }}
          />
        ) : null;
      })}
      {whole && !bare ? (
        <span
          className="absolute top-1.5 whitespace-nowrap text-text-2 tabular-nums"
          style={
            onRight
              ? { left: `calc(${whole.left + whole.width}% + 8px)` }
              : { right: `calc(${100 - whole.left}% + 8px)` }
          }
        >
          {figureText(duration(row.endMs - row.startMs))}
        </span>
      ) : null}
    </span>
  );
}
