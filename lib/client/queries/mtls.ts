import { queryOptions } from "@tanstack/react-query";
import { MtlsHistory, MtlsOverview } from "../../model/mtls-overview";
import { apiFetch } from "../api-fetch";

/** Stages, shares, plaintext callers and identities of a mesh; asked again every ten seconds. */
export const mtlsQuery = (mesh: string) =>
  queryOptions({
    queryKey: ["mtls", mesh],
    queryFn: ({ signal }) => apiFetch(MtlsOverview, "mtls", { signal, query: { mesh } }),
    enabled: mesh !== "",
    refetchInterval: 10_000,
  });

/** Transports over the last 24 hours; asked again every minute. */
export const mtlsHistoryQuery = (mesh: string, namespace: string | undefined) =>
  queryOptions({
    queryKey: ["mtls", mesh, "history", namespace ?? ""],
    queryFn: ({ signal }) =>
      apiFetch(MtlsHistory, "mtls/history", { signal, query: namespace ? { mesh, namespace } : { mesh } }),
    enabled: mesh !== "",
    refetchInterval: 60_000,
  });
