"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { HashText } from "../hash-text";

/** A decision that needs a written reason: rejecting, or going on against a gate. */
export function ReasonDialog({
  open,
  onOpenChange,
  title,
  description,
  act,
  hash,
  start,
  least,
  busy,
  onDecide,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: string;
  /** words of the button that does it */
  act: string;
  hash: string;
  /** what was typed before */
  start: string;
  /** characters a reason needs */
  least: number;
  busy: boolean;
  onDecide: (reason: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const reason = typed ?? start;
  const missing = least - reason.trim().length;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) setTyped(null);
        onOpenChange(next);
      }}
      title={title}
      description={description}
      actions={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Not now
          </Button>
          <Button
            variant="dangerSolid"
            busy={busy ? "Sending" : undefined}
            disabledReason={missing > 0 ? "Write the reason first; it is kept for good." : undefined}
            onClick={() => onDecide(reason.trim())}
          >
            {act}
          </Button>
        </>
      }
    >
      <Field
        label="Reason, kept for good"
        hint={
          least > 1 && missing > 0
            ? `At least ${least} characters; ${missing} more.`
            : "Everybody who looks at this rollout reads it."
        }
      >
        {({ id, describedBy }) => (
          <textarea
            id={id}
            aria-describedby={describedBy}
            aria-required="true"
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={(event) => setTyped(event.target.value)}
            className="w-full resize-y rounded-2 border border-border-control bg-surface-input px-2.5 py-1.5 text-text-1 focus:outline-2 focus:outline-offset-1 focus:outline-focus"
          />
        )}
      </Field>
      <p className="mt-2 text-xs text-text-3">
        You decide on <HashText hash={hash} className="text-text-1" />.
      </p>
    </Dialog>
  );
}
