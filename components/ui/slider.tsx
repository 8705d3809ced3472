"use client";

import { Slider as Base } from "@base-ui/react/slider";
import { cn } from "./cn";

/** A whole number in a range: arrows 1, Page keys 10. `color` fills what is chosen. */
export function Slider({
  label,
  value,
  onChange,
  onCommit,
  min = 0,
  max = 100,
  disabled,
  color = "var(--ink)",
  className,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
  onCommit?: (value: number) => void;
  min?: number;
  max?: number;
  disabled?: boolean;
  color?: string;
  className?: string;
}) {
  return (
    <Base.Root
      value={value}
      min={min}
      max={max}
      step={1}
      largeStep={10}
      disabled={disabled ?? false}
      onValueChange={(next) => onChange(Array.isArray(next) ? Number(next[0]) : Number(next))}
      onValueCommitted={(next) => onCommit?.(Array.isArray(next) ? Number(next[0]) : Number(next))}
      className={cn("min-w-0 flex-1", className)}
    >
      <Base.Control className="flex h-6 touch-none select-none items-center max-sm:h-11">
        <Base.Track className="h-1.5 w-full rounded-[3px] bg-surface-3">
          <Base.Indicator className="rounded-[3px]" style={{ background: color }} />
          <Base.Thumb
            aria-label={label}
            className="size-4 rounded-full border-2 border-surface-1 bg-ink shadow-[0_0_0_1px_var(--border-control)] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus data-[disabled]:bg-text-3"
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
