import { cn } from "./cn";

/** A number with its unit after a thin gap, smaller and quieter. The parts come from lib/client/format. */
export function Figure({ value, unit, className }: { value: string; unit?: string | undefined; className?: string }) {
  return (
    <span className={cn("whitespace-nowrap tabular-nums", className)}>
      {value}
      {unit ? <span className="ml-[3px] text-[0.86em] font-medium text-text-3">{unit}</span> : null}
    </span>
  );
}
