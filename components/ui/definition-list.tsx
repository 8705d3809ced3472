import type { ReactNode } from "react";
import { cn } from "./cn";

/** Names and values in two columns; `mono` for what is typed or copied. */
export function DefinitionList({
  items,
  mono,
  className,
}: {
  items: readonly { id: string; name: ReactNode; value: ReactNode }[];
  mono?: boolean;
  className?: string;
}) {
  return (
    <dl className={cn("text-sm", className)}>
      {items.map((item) => (
        <div
          key={item.id}
          className="grid grid-cols-[minmax(96px,2fr)_3fr] gap-3 border-b border-border-1 py-1.5 last:border-b-0"
        >
          <dt className="min-w-0 text-text-3 [overflow-wrap:anywhere]">{item.name}</dt>
          <dd className={cn("min-w-0 [overflow-wrap:anywhere]", mono && "mono")}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
