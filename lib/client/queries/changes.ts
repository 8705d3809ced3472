import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { Change } from "../../model/change";
import { apiFetch } from "../api-fetch";

/** The latest changes of a mesh, newest first. */
export const changesQuery = (mesh: string) =>
  queryOptions({
    queryKey: ["changes", mesh],
    queryFn: ({ signal }) => apiFetch(z.array(Change), "changes", { signal, query: { mesh } }),
    enabled: mesh !== "",
    refetchInterval: 15_000,
  });

/** One change with what became of it at each proxy. Ask again when the live topic `change` says stale. */
export const changeQuery = (id: string) =>
  queryOptions({
    queryKey: ["change", id],
    queryFn: ({ signal }) => apiFetch(Change, `changes/${encodeURIComponent(id)}`, { signal }),
  });
