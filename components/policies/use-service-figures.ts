"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { graphQuery } from "@/lib/client/queries/graph";
import { servicesQuery } from "@/lib/client/queries/services";
import { useScope } from "@/lib/client/use-scope";
import type { GraphType } from "@/lib/model/graph";
import { type ServiceFigures, serviceFigures } from "./service-figures";

/** How often live figures are asked again, ms: the step in which traffic is counted. */
const REFRESH_MS = 5000;

/** The services of the page's mesh with what was measured in its window. Traffic that does not come leaves the list standing. */
export function useServiceFigures() {
  const { mesh, durationSec, atMs } = useScope();
  const view = (type: GraphType) => ({
    ...graphQuery({ mesh, namespaces: null, type, durationSec, ...(atMs === null ? {} : { atMs }) }),
    refetchInterval: atMs === null ? REFRESH_MS : (false as const),
  });
  const services = useQuery(servicesQuery(mesh));
  const byWorkload = useQuery(view("workload"));
  const byService = useQuery(view("service"));
  const figures = useMemo(
    (): ServiceFigures[] | undefined => services.data && serviceFigures(services.data, byWorkload.data, byService.data),
    [services.data, byWorkload.data, byService.data],
  );
  return {
    figures,
    graph: byWorkload.data,
    services,
    traffic: byWorkload.isError ? byWorkload : byService,
    partial: byWorkload.data?.partial ?? false,
  };
}
