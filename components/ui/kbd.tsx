import type { ReactNode } from "react";

/** A key as printed on the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-[18px] min-w-[18px] place-items-center rounded-1 border border-border-2 bg-surface-2 px-1 font-sans text-2xs/none font-medium text-text-3">
      {children}
    </kbd>
  );
}
