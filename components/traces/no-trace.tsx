"use client";

import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";

/** No span with this trace id is stored: the three reasons there are. */
export function NoTrace({ traceId, listHref, onRetry }: { traceId: string; listHref: string; onRetry: () => void }) {
  return (
    <EmptyState
      kind="nothing"
      title="No span of this trace is stored"
      className="max-w-xl"
      action={
        <>
          <Button onClick={onRetry}>Look again</Button>
          <ButtonLink variant="ghost" href={listHref}>
            Search traces
          </ButtonLink>
        </>
      }
    >
      <p className="mono mb-2 text-text-1 [overflow-wrap:anywhere]">{traceId}</p>
      <p>
        It may be on its way (proxies send their spans every few seconds), not sampled, or older than what is kept.
        Heddle looks again by itself for a while.
      </p>
    </EmptyState>
  );
}
