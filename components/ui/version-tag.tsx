import { cn } from "./cn";
import { seriesColor } from "./series-marker";

/** A version with its colour, the same on every page. `wanted`: not observed yet, dashed. */
export function VersionTag({
  name,
  series,
  wanted,
  className,
}: {
  name: string;
  series: number;
  wanted?: boolean;
  className?: string;
}) {
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap font-medium", className)}>
      <span
        aria-hidden="true"
        className={cn("size-2.5 shrink-0 rounded-[3px]", wanted && "border-[1.5px] border-dashed border-accent")}
        style={wanted ? undefined : { background: seriesColor(series) }}
      />
      {name}
    </span>
  );
}
