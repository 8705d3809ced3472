"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "./cn";

/** Asks before something risky, or takes a short form. Names the object; its actions are verbs and never scroll away. Esc closes and gives focus back. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  actions,
  wide,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** 640 px, for differences */
  wide?: boolean;
}) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Base.Popup
          className={cn(
            "fixed left-1/2 top-[14vh] z-50 flex max-h-[76vh] w-[calc(100vw-24px)] -translate-x-1/2 animate-appear flex-col",
            "max-sm:top-3 max-sm:max-h-[calc(100dvh-24px)]",
            "rounded-3 border border-border-2 bg-surface-pop p-4 shadow-pop outline-none",
            wide ? "max-w-[640px]" : "max-w-[460px]",
          )}
        >
          <Base.Title className="text-lg font-semibold tracking-[-0.012em]">{title}</Base.Title>
          {description ? <Base.Description className="mt-1 text-text-2">{description}</Base.Description> : null}
          {children ? <ScrollBody>{children}</ScrollBody> : null}
          {actions ? <div className="mt-3 flex shrink-0 flex-wrap justify-end gap-2">{actions}</div> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** What scrolls can be reached by keyboard; what fits is no stop for it. */
function ScrollBody({ children }: { children: ReactNode }) {
  const [scrolls, setScrolls] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = body.current;
    if (!box) return;
    const look = () => setScrolls(box.scrollHeight > box.clientHeight);
    const observer = new ResizeObserver(look);
    for (const part of [box, ...box.children]) observer.observe(part);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={body}
      className="-mx-4 mt-2 min-h-0 overflow-y-auto px-4 py-1 outline-offset-[-2px]"
      {...(scrolls ? { tabIndex: 0 } : {})}
    >
      {children}
    </div>
  );
}
