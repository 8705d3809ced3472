"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { graphQuery } from "@/lib/client/queries/graph";
import { useScope } from "@/lib/client/use-scope";
import type { Graph, GraphEdge, GraphNode } from "@/lib/model/graph";
import type { Service } from "@/lib/model/workload";
import { type ServiceFigures, serviceFigures } from "./service-figures";

const REFRESH_MS = 5000;

/** One end of the service's traffic: who, and what passed. */
export interface Neighbour {
  node: GraphNode;
  edges: readonly GraphEdge[];
}

export interface OneService extends ServiceFigures {
  callers: readonly Neighbour[];
  callees: readonly Neighbour[];
  graph: Graph | undefined;
  isError: boolean;
  error: unknown;
}

/** What was measured of one service in the page's window, with its neighbours; renewed while the page is live. */
export function useOneService(service: Service): OneService {
  const { mesh, durationSec, atMs } = useScope();
  const view = (type: "workload" | "service") => ({
    ...graphQuery({ mesh, namespaces: [service.namespace], type, durationSec, ...(atMs === null ? {} : { atMs }) }),
    refetchInterval: atMs === null ? REFRESH_MS : (false as const),
  });
  const byWorkload = useQuery(view("workload"));
  const byService = useQuery(view("service"));
  return useMemo(() => {
    const [figures] = serviceFigures([service], byWorkload.data, byService.data);
    const node = byService.data?.nodes.find(
      (one) => one.namespace === service.namespace && (one.service ?? one.name) === service.name,
    );
    return {
      ...(figures ?? emptyFigures(service)),
      callers: neighbours(byService.data, node?.id, "source"),
      callees: neighbours(byService.data, node?.id, "target"),
      graph: byWorkload.data,
      isError: byWorkload.isError || byService.isError,
      error: byWorkload.error ?? byService.error,
    };
  }, [
    service,
    byWorkload.data,
    byService.data,
    byWorkload.isError,
    byService.isError,
    byWorkload.error,
    byService.error,
  ]);
}

function emptyFigures(service: Service): ServiceFigures {
  const [figures] = serviceFigures([service], undefined, undefined);
  if (!figures) throw new Error("figures of one service are one");
  return figures;
}

/** The other ends of a node's edges, busiest first. */
function neighbours(graph: Graph | undefined, id: string | undefined, end: "source" | "target"): Neighbour[] {
  if (!graph || !id) return [];
  const other = end === "source" ? "target" : "source";
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of graph.edges) {
    if (edge[other] === id) groups.set(edge[end], [...(groups.get(edge[end]) ?? []), edge]);
  }
  return [...groups]
    .flatMap(([key, edges]): Neighbour[] => {
      const node = graph.nodes.find((one) => one.id === key);
      return node ? [{ node, edges }] : [];
    })
    .sort((a, b) => total(b) - total(a));
}

const total = ({ edges }: Neighbour): number => edges.reduce((sum, edge) => sum + edge.ratePerSec, 0);
