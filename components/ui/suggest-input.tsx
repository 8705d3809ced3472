"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { useEffect, useState } from "react";
import { cn } from "./cn";

/** Typed text with suggestions. What is not among them may be typed too. Enter, leaving it, or picking one hands it over. */
export function SuggestInput({
  label,
  value,
  suggestions,
  onCommit,
  placeholder,
  id,
  className,
}: {
  label: string;
  value: string;
  suggestions: readonly string[];
  onCommit: (value: string) => void;
  placeholder?: string;
  id?: string;
  className?: string;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = (next: string) => {
    if (next.trim() !== value) onCommit(next.trim());
  };
  return (
    <Autocomplete.Root
      items={[...suggestions]}
      value={text}
      onValueChange={(next, details) => {
        setText(next);
        if (details.reason === "item-press") commit(next);
      }}
      openOnInputClick
    >
      <Autocomplete.Input
        id={id}
        aria-label={label}
        placeholder={placeholder}
        spellCheck={false}
        onBlur={() => commit(text)}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit(event.currentTarget.value);
        }}
        className={cn(
          "h-8 w-full min-w-0 rounded-2 border border-border-control bg-surface-input px-2.5 text-text-1 placeholder:text-text-3 focus:outline-2 focus:outline-offset-1 focus:outline-focus max-sm:h-11",
          className,
        )}
      />
      <Autocomplete.Portal>
        <Autocomplete.Positioner sideOffset={4} collisionPadding={8} className="z-40">
          <Autocomplete.Popup className="min-w-[max(184px,var(--anchor-width))] max-w-[min(420px,var(--available-width))] animate-appear rounded-2 border border-border-2 bg-surface-pop p-1 shadow-pop data-empty:hidden">
            <Autocomplete.List className="max-h-[min(320px,var(--available-height))] overflow-y-auto outline-none">
              {(item: string) => (
                <Autocomplete.Item
                  key={item}
                  value={item}
                  className="flex h-8 cursor-default select-none items-center rounded-1 px-2 data-[highlighted]:bg-surface-3 max-sm:h-11"
                >
                  <span className="truncate">{item}</span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
