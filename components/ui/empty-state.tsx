import { FilterX, Inbox, ShieldOff, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const KINDS = { nothing: Inbox, noMatch: FilterX, unreachable: Unplug, forbidden: ShieldOff } as const;

/**
 * Why a view shows nothing, in one of four kinds: nothing yet (next step), nothing matches (clear the filters),
 * not reachable (who refused, when; try again), not allowed (who may).
 */
export function EmptyState({
  kind,
  title,
  children,
  action,
  icon,
  className,
}: {
  kind: keyof typeof KINDS;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
  className?: string;
}) {
  const Icon = KINDS[kind];
  const bad = kind === "unreachable" || kind === "forbidden";
  return (
    <div
      className={cn("mx-auto flex max-w-lg flex-col items-center gap-1.5 px-6 py-12 text-center", className)}
      {...(bad ? { role: "alert" } : {})}
    >
      <span className={cn("mb-1 [&>svg]:size-[22px] [&>svg]:stroke-[1.6]", bad ? "text-failing-fg" : "text-text-3")}>
        {icon ?? <Icon aria-hidden="true" />}
      </span>
      <h2 className="text-md font-medium">{title}</h2>
      {children ? <div className="text-text-2">{children}</div> : null}
      {action ? <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
