"use client";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ApiError, describeError } from "@/lib/client/api-error";

/** A part of the page whose data did not come: what, why, next, and a way to try again. */
export function LoadFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { what, why, next, traceId } = describeError(error);
  const code = error instanceof ApiError ? error.code : "internal";
  return (
    <EmptyState
      kind={code === "forbidden" ? "forbidden" : code === "not_found" ? "nothing" : "unreachable"}
      title={what}
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      <p>{why}</p>
      <p>{next}</p>
      {traceId ? <p className="mono mt-1 text-xs text-text-3">Trace {traceId}</p> : null}
    </EmptyState>
  );
}
