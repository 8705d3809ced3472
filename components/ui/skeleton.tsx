import { cn } from "./cn";

/** A grey bar in the final shape of what loads; appears after 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn("block h-2.5 animate-late rounded-[3px] bg-surface-3", className)} />;
}

const WIDTHS = ["w-3/5", "w-11/12", "w-3/4", "w-4/5", "w-2/3"] as const;

/** Rows of a table or list while it loads. */
export function SkeletonRows({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div
          key={row}
          className="flex h-[var(--row)] items-center gap-6 border-b border-border-1 px-3.5 last:border-b-0"
        >
          <Skeleton className="w-16" />
          <span className="flex-1">
            <Skeleton className={WIDTHS[row % WIDTHS.length] ?? "w-3/4"} />
          </span>
          <Skeleton className="w-20 max-sm:hidden" />
        </div>
      ))}
    </div>
  );
}
