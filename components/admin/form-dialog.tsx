"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import type { describeError } from "@/lib/client/api-error";

/** A dialog with a form: Cancel, one act, Enter in any field, and what went wrong at its end. */
export function FormDialog({
  open = true,
  title,
  description,
  act,
  busy,
  missing,
  failure,
  onSubmit,
  onClose,
  children,
}: {
  open?: boolean;
  title: string;
  description: string;
  /** words of the act's button */
  act: string;
  /** what goes on while it is done; undefined: nothing */
  busy: string | undefined;
  /** what is to be given first; undefined: it may be submitted */
  missing: string | undefined;
  failure: ReturnType<typeof describeError> | null;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const submit = () => missing === undefined && busy === undefined && onSubmit();
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={title}
      description={description}
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" busy={busy} disabledReason={missing} onClick={submit}>
            {act}
          </Button>
        </>
      }
    >
      <form
        className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {children}
        {/* Enter submits a form of several fields only when it has such a button; the visible one stands outside of it. */}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        {failure ? (
          <Note tone="failing" live title={failure.what}>
            {failure.why} {failure.next}
          </Note>
        ) : null}
      </form>
    </Dialog>
  );
}
