"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactNode } from "react";
import { cn } from "./cn";
import type { PopoverShape } from "./popover";
import type { PopupControl } from "./use-popup-trigger";

/** What a `Popover` opens, fetched when it is first wanted. */
export function PopoverPopup({
  control,
  label,
  align = "start",
  side = "bottom",
  className,
  children,
}: PopoverShape & { control: PopupControl; children: ReactNode }) {
  return (
    <Base.Root open={control.open} onOpenChange={(open, { event }) => control.onOpenChange(open, event)}>
      <Base.Portal>
        <Base.Positioner
          anchor={control.anchor}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-40"
        >
          <Base.Popup
            id={control.id}
            aria-label={label}
            onKeyDown={control.onKeyDown}
            className={cn(
              "max-h-[min(70vh,var(--available-height))] max-w-[calc(100vw-16px)] animate-appear overflow-auto rounded-2 border border-border-2 bg-surface-pop p-3 shadow-pop outline-none",
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
