"use client";

import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import type { ReactNode } from "react";
import { cn } from "./cn";

export interface SegmentedOption<T extends string> {
  value: T;
  label: ReactNode;
}

/** Two to five views of the same thing; arrow keys move. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  small,
  className,
}: {
  label: string;
  value: T;
  options: readonly SegmentedOption<T>[];
  onChange: (value: T) => void;
  small?: boolean;
  className?: string;
}) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={(next) => {
        const picked = options.find((o) => o.value === next[0]);
        if (picked) onChange(picked.value);
      }}
      className={cn(
        "inline-flex rounded-2 border border-border-2 bg-surface-2 p-0.5",
        small ? "h-[26px] text-xs max-sm:h-9" : "h-8 max-sm:h-11",
        className,
      )}
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          className={cn(
            "inline-flex flex-1 items-center justify-center gap-1.5 whitespace-nowrap rounded-1 font-medium text-text-2 hover:text-text-1",
            "data-[pressed]:bg-surface-3 data-[pressed]:text-text-1 data-[pressed]:shadow-[0_0_0_1px_var(--border-2)]",
            "[&>svg]:size-3.5",
            small ? "px-2" : "px-2.5",
          )}
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
