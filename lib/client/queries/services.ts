import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { Service, Workload } from "../../model/workload";
import { apiFetch } from "../api-fetch";

/** Names callers use, with the versions behind them. */
export const servicesQuery = (mesh: string) =>
  queryOptions({
    queryKey: ["services", mesh],
    queryFn: ({ signal }) => apiFetch(z.array(Service), "services", { signal, query: { mesh } }),
    enabled: mesh !== "",
    refetchInterval: 15_000,
  });

/** Workloads the control plane knows. */
export const workloadsQuery = (mesh: string) =>
  queryOptions({
    queryKey: ["workloads", mesh],
    queryFn: ({ signal }) => apiFetch(z.array(Workload), "workloads", { signal, query: { mesh } }),
    enabled: mesh !== "",
    refetchInterval: 15_000,
  });
