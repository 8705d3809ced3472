import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { Graph, type GraphView } from "../../model/graph";
import { apiFetch } from "../api-fetch";
import { durationParam } from "../duration-param";

/** The graph of a view. Live frames fold into the same entry: `queryClient.setQueryData(graphQuery(view).queryKey, …)`. */
export const graphQuery = (view: GraphView) =>
  queryOptions({
    queryKey: ["graph", view],
    queryFn: ({ signal }) =>
      apiFetch(Graph, "graph", {
        signal,
        query: {
          mesh: view.mesh,
          namespaces: view.namespaces?.join(",") ?? "*",
          type: view.type,
          duration: durationParam(view.durationSec),
          at: view.atMs === undefined ? undefined : new Date(view.atMs).toISOString(),
        },
      }),
    enabled: view.mesh !== "",
    placeholderData: keepPreviousData,
    staleTime: view.atMs === undefined ? 0 : Number.POSITIVE_INFINITY,
  });
