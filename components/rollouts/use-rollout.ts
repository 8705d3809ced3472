"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Decision, decideRollout } from "@/lib/client/decide-rollout";
import { useLiveStatus, useLiveTopic } from "@/lib/client/live";
import { rolloutEvidenceQuery, rolloutQuery } from "@/lib/client/queries/rollouts";
import type { RolloutDetail } from "@/lib/model/rollout";

/** One rollout, kept up to date, with its kept evidence and the way to decide about it. */
export function useRollout(id: string) {
  const queryClient = useQueryClient();
  const live = useLiveStatus();
  const query = useQuery(rolloutQuery(id));
  const mesh = query.data?.mesh;
  useLiveTopic(mesh ? { topic: "rollouts", mesh } : null, (frame) => {
    if (frame.type === "stale") void query.refetch();
  });
  const evidence = useQuery(rolloutEvidenceQuery(id));
  const decide = useMutation({
    // Bound to what the reader saw when the button was pressed.
    mutationFn: ({ seen, ...decision }: Decision & { seen: RolloutDetail }) =>
      decideRollout(id, seen.binding, decision),
    onSuccess: async (detail) => {
      queryClient.setQueryData(["rollout", id], detail);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ["rollouts"] }),
        queryClient.invalidateQueries({ queryKey: ["rollout-evidence", id] }),
      ]);
    },
    onError: () => queryClient.invalidateQueries({ queryKey: ["rollout", id] }),
  });
  const silent = live.state === "reconnecting" || live.state === "offline";
  return {
    query,
    detail: query.data,
    evidence: evidence.data,
    decide,
    /** why nothing can be done now: the live connection is lost; undefined: it is there */
    lost: silent ? "The connection to the console is lost; it reconnects by itself." : undefined,
    /** the console does not even answer: abort cannot be sent either */
    unreachable: silent && query.isError,
  };
}

export type RolloutState = ReturnType<typeof useRollout>;
