import { cn } from "@/components/ui/cn";
import { seriesColor } from "@/components/ui/series-marker";
import type { SplitWeight } from "@/lib/policy/edit/split-intent";
import type { ShiftVersion } from "./shift-base";

interface Props {
  versions: readonly ShiftVersion[];
  /** [] : no split */
  now: readonly SplitWeight[];
  wanted: readonly SplitWeight[];
}

/** What is over what is wanted: solid and dashed. */
export function WeightBars({ versions, now, wanted }: Props) {
  return (
    <div className="mb-3 grid grid-cols-[52px_minmax(0,1fr)] items-center gap-x-2 gap-y-1 text-xs">
      <span className="text-text-3">Now</span>
      <Bar label="Now" versions={versions} weights={now} />
      <span className="text-accent">Wanted</span>
      <Bar label="Wanted" versions={versions} weights={wanted} wanted />
    </div>
  );
}

function Bar({
  label,
  versions,
  weights,
  wanted,
}: {
  label: string;
  versions: readonly ShiftVersion[];
  weights: readonly SplitWeight[];
  wanted?: boolean;
}) {
  const parts = versions.flatMap((one) => {
    const weight = weights.find(({ subset }) => subset === one.subset)?.weight ?? 0;
    return weight > 0 ? [{ ...one, weight }] : [];
  });
  if (parts.length === 0) {
    return (
      <div className="flex h-[26px] items-center rounded-[3px] border border-border-2 bg-surface-2 px-2 text-text-2">
        {weights.length === 0 ? "No split: every instance alike" : "Nothing"}
      </div>
    );
  }
  return (
    <div
      role="img"
      aria-label={`${label}: ${parts.map(({ version, weight }) => `${version} ${weight}%`).join(", ")}`}
      className="flex h-[26px] gap-0.5"
    >
      {parts.map(({ subset, version, weight, series }) => (
        <span
          key={subset}
          title={`${version} ${weight}%`}
          className={cn(
            "flex min-w-1 items-center overflow-hidden whitespace-nowrap rounded-[3px] font-semibold",
            weight >= 6 && "pl-2",
            wanted ? "border border-dashed text-text-1" : "text-surface-0",
          )}
          style={{
            flex: `${weight} 1 0`,
            ...(wanted
              ? { borderColor: seriesColor(series), background: `var(--series-${series}-soft, var(--surface-3))` }
              : { background: seriesColor(series) }),
          }}
        >
          {weight >= 14 ? `${version} ${weight}` : weight >= 6 ? weight : ""}
        </span>
      ))}
    </div>
  );
}
