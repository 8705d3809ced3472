"use client";

import { Switch as Base } from "@base-ui/react/switch";
import type { ReactNode } from "react";

/** Turns something on at once. */
export function Switch({
  label,
  checked,
  onChange,
  disabled,
}: {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control
    <label className="inline-flex min-h-6 cursor-pointer select-none items-center gap-2 whitespace-nowrap text-text-2 max-sm:min-h-11">
      <Base.Root
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled ?? false}
        className="relative h-4 w-7 shrink-0 rounded-full border border-border-control bg-surface-2 transition-colors duration-[140ms] data-[checked]:border-accent-strong data-[checked]:bg-accent-strong"
      >
        <Base.Thumb className="absolute left-0.5 top-0.5 size-2.5 rounded-full bg-text-2 transition-[left] duration-[140ms] data-[checked]:left-3.5 data-[checked]:bg-surface-1" />
      </Base.Root>
      {label}
    </label>
  );
}
