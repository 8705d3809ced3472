import { queryOptions } from "@tanstack/react-query";
import { ServiceDetail } from "../../model/service-detail";
import { apiFetch } from "../api-fetch";

/** One service: its versions, the objects about it, their latest changes. */
export const serviceQuery = (mesh: string, namespace: string, name: string) =>
  queryOptions({
    queryKey: ["service", mesh, namespace, name],
    queryFn: ({ signal }) =>
      apiFetch(ServiceDetail, `services/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`, {
        signal,
        query: { mesh },
      }),
    enabled: mesh !== "",
    refetchInterval: 15_000,
  });
