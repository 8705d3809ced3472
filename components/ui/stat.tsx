import type { ReactNode } from "react";
import { cn } from "./cn";

const TONES = { degraded: "text-degraded-fg", failing: "text-failing-fg" } as const;

/** One figure with its label above and a comparison below. The figure takes a health colour only when it hurts. */
export function Stat({
  label,
  value,
  unit,
  note,
  tone,
  className,
}: {
  label: ReactNode;
  value: ReactNode;
  unit?: string | undefined;
  note?: ReactNode;
  tone?: "degraded" | "failing" | undefined;
  className?: string;
}) {
  return (
    <div className={cn("min-w-0", className)}>
      <div className="truncate text-xs font-medium text-text-3">{label}</div>
      <div className={cn("truncate text-xl font-semibold tracking-[-0.02em] tabular-nums", tone && TONES[tone])}>
        {value}
        {unit ? <span className="ml-[3px] text-xs font-medium tracking-normal text-text-3">{unit}</span> : null}
      </div>
      {note ? <div className="truncate text-xs text-text-3">{note}</div> : null}
    </div>
  );
}
