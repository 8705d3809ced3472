import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { RolloutDetail, RolloutEvidence, RolloutSummary, TERMINAL_PHASES } from "../../model/rollout";
import { apiFetch } from "../api-fetch";

/** A run that can still move is asked again this often even when no live word comes, ms. */
const ACTIVE_MS = 2500;
const REST_MS = 15_000;

/** Every rollout of a mesh, newest first. */
export const rolloutsQuery = (mesh: string) =>
  queryOptions({
    queryKey: ["rollouts", mesh],
    queryFn: ({ signal }) => apiFetch(z.array(RolloutSummary), "rollouts", { signal, query: { mesh } }),
    enabled: mesh !== "",
    refetchInterval: (query) => (query.state.data?.some(isActive) ? 5000 : REST_MS),
  });

/** One rollout with everything its page shows. */
export const rolloutQuery = (id: string) =>
  queryOptions({
    queryKey: ["rollout", id],
    queryFn: ({ signal }) => apiFetch(RolloutDetail, `rollouts/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: (query) => (query.state.data && !isActive(query.state.data) ? false : ACTIVE_MS),
  });

/** The whole record of a run, as kept: for its charts from the first window on, and for the replay. */
export const rolloutEvidenceQuery = (id: string) =>
  queryOptions({
    queryKey: ["rollout-evidence", id],
    queryFn: ({ signal }) => apiFetch(RolloutEvidence, `rollouts/${encodeURIComponent(id)}/evidence`, { signal }),
    staleTime: 30_000,
  });

/** Whether a run may still move by itself or by someone's act. */
export const isActive = ({ run }: Pick<RolloutSummary, "run">): boolean => !TERMINAL_PHASES.includes(run.phase);
