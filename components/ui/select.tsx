"use client";

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { buttonStyle } from "./button-style";
import { cn } from "./cn";

export interface SelectOption<T extends string> {
  value: T;
  label: ReactNode;
}

/** One of a few. For many with a filter use `Combobox`. */
export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  id,
  small,
  className,
}: {
  label: string;
  value: T;
  options: readonly SelectOption<T>[];
  onChange: (value: T) => void;
  id?: string;
  small?: boolean;
  className?: string;
}) {
  const current = options.find((o) => o.value === value);
  return (
    <Base.Root value={value} onValueChange={(next) => next !== null && onChange(next)}>
      <Base.Trigger
        id={id}
        aria-label={label}
        className={cn(
          buttonStyle({ variant: "picker", size: small ? "small" : "default" }),
          "justify-between border-border-control",
          className,
        )}
      >
        <span className="min-w-0 truncate">{current?.label ?? value}</span>
        <ChevronDown className="!size-3.5 text-text-3" aria-hidden="true" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={6} alignItemWithTrigger={false} collisionPadding={8} className="z-50">
          <Base.Popup className="max-h-[min(60vh,var(--available-height))] min-w-[max(184px,var(--anchor-width))] animate-appear overflow-auto rounded-2 border border-border-2 bg-surface-pop p-1 shadow-pop outline-none">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex h-8 cursor-default select-none items-center gap-2 rounded-1 px-2 outline-none data-[highlighted]:bg-surface-3 max-sm:h-11"
              >
                <Base.ItemText className="min-w-0 flex-1 truncate">{option.label}</Base.ItemText>
                <Base.ItemIndicator>
                  <Check className="size-3.5" aria-hidden="true" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
