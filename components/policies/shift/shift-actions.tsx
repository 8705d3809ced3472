"use client";

import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import type { Change } from "@/lib/model/change";
import { isSettled, progressOf } from "../push/propagation";
import type { Shift } from "./use-shift";

/** The acts of the page: throw the draft away, push it. On a phone they stand in a bar of their own. */
export function ShiftActions({
  shift,
  change,
  mesh,
  doneHref,
  wide,
}: {
  shift: Shift;
  change: Change | undefined;
  mesh: string;
  /** where the reader goes when all is done */
  doneHref: string;
  wide?: boolean;
}) {
  const { items, push, blocked, start, moved } = shift;
  const dirty = items.length > 0;
  const underWay = change !== undefined && !isSettled(change);
  const progress = change ? progressOf(change) : null;
  const words = push.isPending
    ? "Pushing"
    : underWay && progress
      ? `Pushing, ${progress.acked} of ${progress.reached}`
      : undefined;
  return (
    <>
      {dirty && !words && !moved ? (
        <Button variant="ghost" onClick={start}>
          Discard
        </Button>
      ) : null}
      {change && isSettled(change) && !dirty && !words ? (
        <ButtonLink variant="primary" className={wide ? "flex-1" : ""} href={doneHref}>
          Done
        </ButtonLink>
      ) : (
        <Button
          variant="primary"
          className={wide ? "flex-1" : ""}
          busy={words}
          disabledReason={words ? undefined : blocked}
          onClick={() => push.mutate()}
        >
          Push to {mesh}
        </Button>
      )}
    </>
  );
}
