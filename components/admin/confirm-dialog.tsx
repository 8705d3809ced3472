"use client";

import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { describeError } from "@/lib/client/api-error";

/** Asks before something of the settings is done that cannot be taken back, and says why when it fails. */
export function ConfirmDialog({
  title,
  description,
  act,
  busy = "Removing",
  keep = "Keep it",
  queryKey,
  confirm,
  onClose,
}: {
  title: string;
  /** what follows from it */
  description: string;
  /** the verb with its object */
  act: string;
  /** what goes on while it is done */
  busy?: string;
  /** words of the way out */
  keep?: string;
  /** what is asked for again afterwards */
  queryKey: QueryKey;
  confirm: () => Promise<void>;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const doing = useMutation({
    mutationFn: confirm,
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey });
      onClose();
    },
  });
  const failure = doing.isError ? describeError(doing.error) : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            {keep}
          </Button>
          <Button variant="dangerSolid" busy={doing.isPending ? busy : undefined} onClick={() => doing.mutate()}>
            {act}
          </Button>
        </>
      }
    >
      {failure ? (
        <Note tone="failing" live title={failure.what}>
          {failure.why} {failure.next}
        </Note>
      ) : null}
    </Dialog>
  );
}
