"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ApiError, describeError } from "@/lib/client/api-error";

/** What failed, why, what next; with the trace id where there is one, and a way to try again. */
export function ProblemPage({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { what, why, next, traceId } = describeError(error);
  const forbidden = error instanceof ApiError && error.code === "forbidden";
  return (
    <EmptyState
      kind={forbidden ? "forbidden" : "unreachable"}
      title={what}
      action={onRetry ? <Button onClick={onRetry}>Try again</Button> : undefined}
    >
      <p>{why}</p>
      <p className="mt-1">{next}</p>
      {traceId ? (
        <p className="mt-2 inline-flex items-center gap-1 text-xs text-text-3">
          Trace <span className="mono text-text-2">{traceId}</span>
          <CopyButton text={traceId} label="Copy the trace id" />
        </p>
      ) : null}
    </EmptyState>
  );
}
