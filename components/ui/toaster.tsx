"use client";

import { Toaster as Sonner } from "sonner";
import { HealthGlyph } from "./health-glyph";

/** Where toasts appear: bottom right, six seconds. A toast is only the result of the reader's own act (`toast` of sonner). */
export function Toaster({ theme }: { theme: "dark" | "light" }) {
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      duration={6000}
      offset={16}
      mobileOffset={{ bottom: 72, left: 12, right: 12 }}
      icons={{
        success: <HealthGlyph status="healthy" label="" className="size-4" />,
        error: <HealthGlyph status="failing" label="" className="size-4" />,
        warning: <HealthGlyph status="degraded" label="" className="size-4" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-2.5 rounded-3 border border-border-2 bg-surface-pop px-3.5 py-3 text-sm text-text-1 shadow-pop sm:w-[360px]",
          icon: "mt-px shrink-0",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-xs text-text-2",
          actionButton: "shrink-0 text-xs font-medium text-accent hover:underline",
          cancelButton: "shrink-0 text-xs text-text-3",
        },
      }}
    />
  );
}
