"use client";

import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** Takes part or not. `label` is shown unless `hideLabel`. */
export function Checkbox({
  label,
  checked,
  onChange,
  hideLabel,
  disabled,
  className,
}: {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hideLabel?: boolean;
  disabled?: boolean;
  className?: string;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control
    <label
      className={cn("inline-flex min-h-6 cursor-pointer select-none items-center gap-2 max-sm:min-h-11", className)}
    >
      <Base.Root
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled ?? false}
        className="grid size-4 shrink-0 place-items-center rounded-1 border border-border-control bg-surface-input data-[checked]:border-ink data-[checked]:bg-ink data-[checked]:text-on-ink"
      >
        <Base.Indicator>
          <Check className="size-3" strokeWidth={3} aria-hidden="true" />
        </Base.Indicator>
      </Base.Root>
      <span className={hideLabel ? "sr-only" : "min-w-0 break-words"}>{label}</span>
    </label>
  );
}
