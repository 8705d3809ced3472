"use client";

import { useQuery } from "@tanstack/react-query";
import { cn } from "@/components/ui/cn";
import { rolloutsQuery } from "@/lib/client/queries/rollouts";
import { useScope } from "@/lib/client/use-scope";

/** How many approvals wait for the reader, never "unread"; nothing when none does. */
export function WaitingCount({ className }: { className?: string }) {
  const { mesh } = useScope();
  const { data: count = 0 } = useQuery({
    ...rolloutsQuery(mesh),
    select: (list) => list.filter((one) => one.waitsForMe).length,
  });
  if (count === 0) return null;
  return (
    <span
      className={cn(
        "grid h-4 min-w-4 place-items-center rounded-full bg-ink px-1 text-2xs font-semibold text-on-ink",
        className,
      )}
    >
      {count}
      <span className="sr-only"> {count === 1 ? "waits" : "wait"} for your approval</span>
    </span>
  );
}
