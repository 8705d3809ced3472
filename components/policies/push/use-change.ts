"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLiveTopic } from "@/lib/client/live";
import { rollBackChange } from "@/lib/client/push-change";
import { changeQuery } from "@/lib/client/queries/changes";
import type { Change } from "@/lib/model/change";
import { isSettled } from "./propagation";

/** While a change is on its way it is asked again this often even when no live word comes, ms. */
const POLL_MS = 2000;

/** One change, kept up to date by the live connection, and the way back from it. */
export function useChange(id: string | null, onRolledBack: (change: Change) => void) {
  const queryClient = useQueryClient();
  const query = useQuery({
    ...changeQuery(id ?? ""),
    enabled: id !== null,
    refetchInterval: (state) => (state.state.data && isSettled(state.state.data) ? false : POLL_MS),
  });
  useLiveTopic(id === null ? null : { topic: "change", changeId: id }, (frame) => {
    if (frame.type === "stale") void query.refetch();
  });
  const rollBack = useMutation({
    mutationFn: (change: Change) => rollBackChange(change.id),
    onSuccess: async (back) => {
      queryClient.setQueryData(["change", back.id], back);
      await Promise.all(
        [["service"], ["changes"], ["change"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
      onRolledBack(back);
    },
  });
  return { query, change: id === null ? undefined : query.data, rollBack };
}
