import type { ReactNode } from "react";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { EmptyState } from "./empty-state";

/** A failure in words: what happened, why, what next; `code` is of the closed set of error codes. */
interface FailureWords {
  what: string;
  why: string;
  next: string;
  code: string;
  traceId: string | undefined;
}

/** A part of the page whose data did not come, and a way to try again. `back`: where to go when the thing does not exist. */
export function FailureState({
  failure: { what, why, next, code, traceId },
  onRetry,
  back,
  className,
}: {
  failure: FailureWords;
  onRetry?: (() => void) | undefined;
  back?: ReactNode;
  className?: string;
}) {
  const gone = code === "not_found" && back !== undefined;
  const again = onRetry ? <Button onClick={onRetry}>Try again</Button> : undefined;
  return (
    <EmptyState
      kind={code === "forbidden" ? "forbidden" : gone ? "nothing" : "unreachable"}
      title={what}
      action={gone ? back : again}
      {...(className === undefined ? {} : { className })}
    >
      <p>{why}</p>
      <p>{next}</p>
      {traceId && !gone ? (
        <p className="mt-1 inline-flex items-center gap-1 text-xs text-text-3">
          Trace <span className="mono text-text-2">{traceId}</span>
          <CopyButton text={traceId} label="Copy the trace id" />
        </p>
      ) : null}
    </EmptyState>
  );
}
