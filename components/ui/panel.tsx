import type { ReactNode } from "react";
import { cn } from "./cn";

/** A framed part of a page: head of 40 px with a title, a caption and one action, then the body. */
export function Panel({
  title,
  caption,
  action,
  children,
  flush,
  className,
  id,
}: {
  title?: ReactNode;
  caption?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  /** no padding: tables and plots reach the frame */
  flush?: boolean;
  className?: string;
  id?: string;
}) {
  return (
    <section id={id} className={cn("min-w-0 rounded-3 border border-border-1 bg-surface-1", className)}>
      {title ? (
        <div className="flex min-h-10 items-center gap-2 border-b border-border-1 px-3.5 max-sm:min-h-11 max-sm:py-1">
          <div className="flex min-w-0 items-baseline gap-2 max-sm:block">
            <h2 className="shrink-0 font-semibold tracking-[-0.005em]">{title}</h2>
            {caption ? <div className="min-w-0 text-xs text-text-3 sm:truncate">{caption}</div> : null}
          </div>
          {action ? <span className="ml-auto flex shrink-0 items-center gap-2 text-xs">{action}</span> : null}
        </div>
      ) : null}
      <div className={cn(!flush && "p-3.5")}>{children}</div>
    </section>
  );
}
