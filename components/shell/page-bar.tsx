import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

export interface Crumb {
  label: ReactNode;
  href: string;
}

/** Title or crumbs at the left with view switches and find; actions at the right, the primary one last. */
export function PageBar({
  title,
  crumbs = [],
  children,
  actions,
}: {
  title: ReactNode;
  crumbs?: readonly Crumb[];
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-border-1 bg-surface-1 px-4 py-1.5 max-sm:min-h-12 max-sm:px-3">
      {crumbs.map((crumb) => (
        <span key={crumb.href} className="flex shrink-0 items-center gap-1.5 text-text-3">
          <Link href={crumb.href} className="rounded-1 hover:text-text-1">
            {crumb.label}
          </Link>
          <ChevronRight className="size-3.5" aria-hidden="true" />
        </span>
      ))}
      <h1 className="mr-1 min-w-0 truncate text-md font-semibold tracking-[-0.01em]">{title}</h1>
      {children}
      {actions ? <span className="ml-auto flex flex-wrap items-center gap-2">{actions}</span> : null}
    </div>
  );
}
