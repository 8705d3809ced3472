import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { ProxyStatus } from "../../model/proxy";
import { apiFetch } from "../api-fetch";

/** Every proxy and what it was sent. Ask again when the live topic `proxies` says stale. */
export const proxiesQuery = (mesh: string) =>
  queryOptions({
    queryKey: ["proxies", mesh],
    queryFn: ({ signal }) => apiFetch(z.array(ProxyStatus), "proxies", { signal, query: { mesh } }),
    enabled: mesh !== "",
    refetchInterval: 30_000,
  });

/** The resources a proxy was last sent, by type. */
export const proxyConfigQuery = (mesh: string, proxyId: string) =>
  queryOptions({
    queryKey: ["proxy-config", mesh, proxyId],
    queryFn: ({ signal }) =>
      apiFetch(z.record(z.string(), z.unknown()), `proxies/${encodeURIComponent(proxyId)}/config`, {
        signal,
        query: { mesh },
      }),
    enabled: mesh !== "" && proxyId !== "",
  });
