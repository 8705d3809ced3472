import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { Finding } from "../../model/finding";
import { DryRun, RolloutCheck } from "../../model/rollout";
import { RolloutDraft } from "../../model/rollout-plan";
import { RolloutTemplate } from "../../model/rollout-template";
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

/** Ways to roll out that come with the console. */
export const rolloutTemplatesQuery = () =>
  queryOptions({
    queryKey: ["rollout-templates"],
    queryFn: ({ signal }) => apiFetch(z.array(RolloutTemplate), "rollout-templates", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

const ReadAnswer = z.object({ draft: RolloutDraft.nullable(), findings: z.array(Finding) });

/** A draft out of YAML text as the console reads it: templates filled in, unknown fields refused. Changes nothing. */
export const readPlanQuery = (yaml: string) =>
  queryOptions({
    queryKey: ["rollout-read", yaml],
    queryFn: ({ signal }) => apiFetch(ReadAnswer, "rollouts/read", { method: "POST", signal, body: { yaml } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
