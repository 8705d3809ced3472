"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ApiError, describeError } from "@/lib/client/api-error";

/** A part of the page whose data did not come: what, why, next, and a way to try again. `back`: where to go when the thing does not exist. */
export function LoadFailure({ error, onRetry, back }: { error: unknown; onRetry: () => void; back?: ReactNode }) {
  const { what, why, next, traceId } = describeError(error);
  const code = error instanceof ApiError ? error.code : "internal";
  return (
    <EmptyState
      kind={code === "forbidden" ? "forbidden" : code === "not_found" ? "nothing" : "unreachable"}
      title={what}
      action={code === "not_found" && back ? back : <Button onClick={onRetry}>Try again</Button>}
    >
      <p>{why}</p>
      <p>{next}</p>
      {traceId ? <p className="mono mt-1 text-xs text-text-3">Trace {traceId}</p> : null}
    </EmptyState>
  );
}
