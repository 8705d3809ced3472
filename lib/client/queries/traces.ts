import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Span, TraceQuery } from "../../model/span";
import { NamesAnswer, TraceAnswer, TraceSearchAnswer } from "../../model/trace-answers";
import { apiFetch } from "../api-fetch";
import { tagText } from "../tags-param";

/** A search as the page asks it; `durationSec` back from `atMs` (null: now). */
export interface TraceSearchInput extends Omit<TraceQuery, "startMs" | "endMs"> {
  mesh: string;
  durationSec: number;
  atMs: number | null;
}

function tagsText(tags: Record<string, string>): string {
  return Object.entries(tags)
    .map(([key, value]) => tagText(key, value))
    .join(" ");
}

const YOUNG_MS = 20_000;

/** Spans of a trace come in for some seconds after it ended. */
function isYoung(spans: readonly Span[]): boolean {
  let lastMs = 0;
  for (const span of spans) lastMs = Math.max(lastMs, Number(span.endUnixNano.slice(0, -6)));
  return Date.now() - lastMs < YOUNG_MS;
}

/** Traces that match, newest first as the source gives them. */
export const tracesQuery = (input: TraceSearchInput, live: boolean) =>
  queryOptions({
    queryKey: ["traces", input],
    queryFn: ({ signal }) => {
      const end = input.atMs ?? Date.now();
      return apiFetch(TraceSearchAnswer, "traces", {
        signal,
        query: {
          mesh: input.mesh,
          service: input.service,
          operation: input.operation,
          tags: tagsText(input.tags),
          errorsOnly: input.errorsOnly,
          minDuration: input.minDurationMs === undefined ? undefined : `${input.minDurationMs}ms`,
          maxDuration: input.maxDurationMs === undefined ? undefined : `${input.maxDurationMs}ms`,
          source: input.source,
          destination: input.destination,
          start: new Date(end - input.durationSec * 1000).toISOString(),
          end: new Date(end).toISOString(),
          limit: input.limit,
        },
      });
    },
    enabled: input.mesh !== "",
    placeholderData: keepPreviousData,
    refetchInterval: live ? 10_000 : false,
  });

/** One trace, all its spans. A trace just written may still grow: asked again while young. */
export const traceQuery = (mesh: string, traceId: string) =>
  queryOptions({
    queryKey: ["trace", mesh, traceId],
    queryFn: ({ signal }) =>
      apiFetch(TraceAnswer, `traces/${encodeURIComponent(traceId)}`, { signal, query: { mesh, view: "analysis" } }),
    enabled: mesh !== "",
    staleTime: 60_000,
    refetchInterval: (query) => (query.state.data && isYoung(query.state.data.spans) ? 4000 : false),
  });

/** Names of services that sent spans lately. */
export const traceServicesQuery = (mesh: string) =>
  queryOptions({
    queryKey: ["trace-services", mesh],
    queryFn: ({ signal }) => apiFetch(NamesAnswer, "trace-services", { signal, query: { mesh } }),
    select: (answer) => answer.names,
    enabled: mesh !== "",
    staleTime: 30_000,
  });

/** Span names of one service. */
export const traceOperationsQuery = (mesh: string, service: string) =>
  queryOptions({
    queryKey: ["trace-operations", mesh, service],
    queryFn: ({ signal }) => apiFetch(NamesAnswer, "trace-operations", { signal, query: { mesh, service } }),
    select: (answer) => answer.names,
    enabled: mesh !== "" && service !== "",
    staleTime: 30_000,
  });
