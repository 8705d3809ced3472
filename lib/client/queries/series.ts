import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { EdgeProtocol } from "../../model/edge-sample";
import { TrafficSeries } from "../../model/series";
import { apiFetch } from "../api-fetch";
import { durationParam } from "../duration-param";

/** Empty or absent fields match anything. */
export interface SeriesPeer {
  namespace?: string | undefined;
  workload?: string | undefined;
  app?: string | undefined;
  service?: string | undefined;
  version?: string | undefined;
}

export interface SeriesInput {
  mesh: string;
  source?: SeriesPeer | undefined;
  destination?: SeriesPeer | undefined;
  protocol?: EdgeProtocol | undefined;
  durationSec: number;
  /** epoch ms; null: up to now, asked again every 10 s */
  atMs: number | null;
  points?: number;
}

function peerQuery(prefix: "src" | "dst", peer: SeriesPeer = {}) {
  return {
    [`${prefix}Namespace`]: peer.namespace,
    [`${prefix}Workload`]: peer.workload,
    [`${prefix}App`]: peer.app,
    [`${prefix}Service`]: peer.service,
    [`${prefix}Version`]: peer.version,
  };
}

/** Traffic over time between two sets of peers. */
export const seriesQuery = (input: SeriesInput) =>
  queryOptions({
    queryKey: ["series", input],
    queryFn: ({ signal }) =>
      apiFetch(TrafficSeries, "series", {
        signal,
        query: {
          mesh: input.mesh,
          ...peerQuery("src", input.source),
          ...peerQuery("dst", input.destination),
          protocol: input.protocol,
          duration: durationParam(input.durationSec),
          at: input.atMs === null ? undefined : new Date(input.atMs).toISOString(),
          points: input.points ?? 120,
        },
      }),
    enabled: input.mesh !== "",
    placeholderData: keepPreviousData,
    refetchInterval: input.atMs === null ? 10_000 : false,
  });
