import { queryOptions } from "@tanstack/react-query";
import { MtlsOverview } from "../../model/mtls-overview";
import { apiFetch } from "../api-fetch";

/** Stages, shares, plaintext callers and identities of a mesh; asked again every ten seconds. */
export const mtlsQuery = (mesh: string) =>
  queryOptions({
    queryKey: ["mtls", mesh],
    queryFn: ({ signal }) => apiFetch(MtlsOverview, "mtls", { signal, query: { mesh } }),
    enabled: mesh !== "",
    refetchInterval: 10_000,
  });
