import { queryOptions } from "@tanstack/react-query";
import { SystemStatus } from "../../model/system-status";
import { apiFetch } from "../api-fetch";

/** How Heddle itself is. */
export const statusQuery = () =>
  queryOptions({
    queryKey: ["status"],
    queryFn: ({ signal }) => apiFetch(SystemStatus, "status", { signal }),
    refetchInterval: 15_000,
  });
