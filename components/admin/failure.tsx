"use client";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ApiError, describeError } from "@/lib/client/api-error";

/** A part of the page whose data did not come: what, why, next, and a way to try again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { what, why, next, traceId } = describeError(error);
  const forbidden = error instanceof ApiError && error.code === "forbidden";
  return (
    <EmptyState
      kind={forbidden ? "forbidden" : "unreachable"}
      title={what}
      className="py-8"
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      <p>{why}</p>
      <p>{next}</p>
      {traceId ? <p className="mt-1 text-xs text-text-3">Trace {traceId}</p> : null}
    </EmptyState>
  );
}
