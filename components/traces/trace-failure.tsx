"use client";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { describeError } from "@/lib/client/api-error";

/** Traces that did not come: what, why, next; what still works. */
export function TraceFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { what, why, next, traceId } = describeError(error);
  return (
    <EmptyState kind="unreachable" title={what} action={<Button onClick={onRetry}>Try again</Button>}>
      <p>{why}</p>
      <p>{next}</p>
      {traceId ? <p className="mono mt-1 text-xs text-text-3">{traceId}</p> : null}
    </EmptyState>
  );
}
