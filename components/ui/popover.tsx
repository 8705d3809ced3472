"use client";

import { lazy, type ReactElement, type ReactNode, Suspense } from "react";
import { usePopupTrigger } from "./use-popup-trigger";

export interface PopoverShape {
  label: string;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "left" | "right";
  className?: string;
}

const load = () => import("./popover-popup").then((m) => ({ default: m.PopoverPopup }));
const PopoverPopup = lazy(load);

/**
 * Floats beside its trigger; holds controls. `trigger` is one button. Content by `lazy` appears together with the popup; give `prefetch`
 * then, so that it comes when the button is pointed at.
 */
export function Popover({
  trigger,
  children,
  open,
  onOpenChange,
  prefetch,
  ...shape
}: PopoverShape & {
  trigger: ReactElement<Record<string, unknown>>;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  prefetch?: () => Promise<unknown>;
}) {
  const popup = usePopupTrigger({
    trigger,
    kind: "dialog",
    load: prefetch ? () => Promise.all([load(), prefetch()]) : load,
    open,
    onOpenChange,
  });
  return (
    <>
      {popup.trigger}
      {popup.asked ? (
        <Suspense fallback={null}>
          <PopoverPopup control={popup.control} {...shape}>
            {children}
          </PopoverPopup>
        </Suspense>
      ) : null}
    </>
  );
}
