import { queryOptions } from "@tanstack/react-query";
import { DryRun, RolloutCheck } from "../../model/rollout";
import type { RolloutDraft } from "../../model/rollout-plan";
import { apiFetch } from "../api-fetch";

/** What a draft would become: its steps, findings, whom it touches, what it would write. Changes nothing. */
export const rolloutCheckQuery = (mesh: string, draft: RolloutDraft) =>
  queryOptions({
    queryKey: ["rollout-check", mesh, draft],
    queryFn: ({ signal }) =>
      apiFetch(RolloutCheck, "rollouts/validate", { method: "POST", signal, body: { ...draft, mesh } }),
    enabled: mesh !== "",
    gcTime: 60_000,
  });

/** The thresholds of a draft, tried on traffic that was. Changes nothing. */
export const dryRunQuery = (mesh: string, draft: RolloutDraft) =>
  queryOptions({
    queryKey: ["rollout-dry-run", mesh, draft.targets, draft.analysis],
    queryFn: ({ signal }) => apiFetch(DryRun, "rollouts/dry-run", { method: "POST", signal, body: { ...draft, mesh } }),
    staleTime: 60_000,
    gcTime: 120_000,
    retry: false,
  });
