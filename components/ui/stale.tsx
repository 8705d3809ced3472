import type { ReactNode } from "react";
import { cn } from "./cn";

/** Old figures dim, they do not vanish. */
export function Stale({ when, children, className }: { when: boolean; children: ReactNode; className?: string }) {
  return (
    <div
      className={cn("transition-opacity duration-[240ms]", when && "opacity-55", className)}
      aria-busy={when || undefined}
    >
      {children}
    </div>
  );
}
