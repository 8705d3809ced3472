"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { cn } from "./cn";

export interface TabItem<T extends string> {
  value: T;
  label: string;
  count?: number;
  content: ReactNode;
}

/** Tabs of one panel, 36 high. The content scrolls by itself when `scroll`. */
export function Tabs<T extends string>({
  label,
  value,
  items,
  onChange,
  scroll,
  className,
}: {
  label: string;
  value: T;
  items: readonly TabItem<T>[];
  onChange: (value: T) => void;
  scroll?: boolean;
  className?: string;
}) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(next as T)}
      className={cn(scroll && "flex min-h-0 flex-1 flex-col", className)}
    >
      <Base.List
        aria-label={label}
        className="flex shrink-0 gap-[18px] overflow-x-auto border-b border-border-1 px-3.5"
      >
        {items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            className="-mb-px inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap border-b-2 border-transparent font-medium text-text-3 outline-offset-[-2px] hover:text-text-1 data-[active]:border-accent data-[active]:text-text-1 max-sm:h-11"
          >
            {item.label}
            {item.count === undefined ? null : <span className="font-normal text-text-3">{item.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {items.map((item) => (
        <Base.Panel
          key={item.value}
          value={item.value}
          className={cn("outline-offset-[-2px]", scroll && "min-h-0 flex-1 overflow-y-auto")}
        >
          {item.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
