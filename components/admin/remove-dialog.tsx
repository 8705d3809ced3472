"use client";

import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { describeError } from "@/lib/client/api-error";

/** Asks before something of the settings is removed, and says why when it is not. */
export function RemoveDialog({
  title,
  description,
  act,
  queryKey,
  remove,
  onClose,
}: {
  title: string;
  /** what follows from it */
  description: string;
  /** the verb with its object */
  act: string;
  /** what is asked for again afterwards */
  queryKey: QueryKey;
  remove: () => Promise<void>;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey });
      onClose();
    },
  });
  const failure = removal.isError ? describeError(removal.error) : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Keep it
          </Button>
          <Button
            variant="dangerSolid"
            busy={removal.isPending ? "Removing" : undefined}
            onClick={() => removal.mutate()}
          >
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
