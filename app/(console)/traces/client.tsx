"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
import { PageBar } from "@/components/shell/page-bar";
import { NoTraces } from "@/components/traces/no-traces";
import { filterCount, NO_FILTER, type TraceFilter, TraceFilters } from "@/components/traces/trace-filters";
import { TraceIdField } from "@/components/traces/trace-id-field";
import { TraceResults } from "@/components/traces/trace-results";
import { TracesSkeleton } from "@/components/traces/traces-skeleton";
import { FailureState } from "@/components/ui/failure-state";
import { Note } from "@/components/ui/note";
import { describeError } from "@/lib/client/api-error";
import { usePageActions } from "@/lib/client/page-actions";
import { paths } from "@/lib/client/paths";
import { traceOperationsQuery, traceServicesQuery, tracesQuery } from "@/lib/client/queries/traces";
import { parseTags } from "@/lib/client/tags-param";
import { useScope } from "@/lib/client/use-scope";
import type { TraceSummary } from "@/lib/model/span";
import { tracesParams } from "./search-params";

export function TracesClient() {
  const router = useRouter();
  const { scope, mesh, durationSec, atMs } = useScope();
  const [params, setParams] = useQueryStates(tracesParams, { history: "push" });
  const tags = parseTags(params.tags);
  const search = useQuery(
    tracesQuery(
      {
        mesh,
        durationSec,
        atMs,
        tags: tags.ok ? tags.tags : {},
        errorsOnly: params.errors,
        limit: Math.min(1500, Math.max(1, params.limit)),
        ...(params.service ? { service: params.service } : {}),
        ...(params.operation ? { operation: params.operation } : {}),
        ...(params.src ? { source: params.src } : {}),
        ...(params.dst ? { destination: params.dst } : {}),
        ...(params.min === null ? {} : { minDurationMs: params.min }),
        ...(params.max === null ? {} : { maxDurationMs: params.max }),
      },
      atMs === null && params.box === null,
    ),
  );
  const services = useQuery(traceServicesQuery(mesh));
  const operations = useQuery(traceOperationsQuery(mesh, params.service));

  const filter: TraceFilter = params;
  const filters = filterCount(filter);
  const change = (next: Partial<TraceFilter>) => void setParams({ ...next, box: null });
  const clear = () => void setParams({ ...NO_FILTER, box: null });
  const hrefOf = useCallback((trace: TraceSummary) => paths.trace(trace.traceId, scope), [scope]);
  const open = useCallback((trace: TraceSummary) => router.push(hrefOf(trace)), [router, hrefOf]);
  usePageActions([
    { id: "failed", label: "Show failed traces only", run: () => change({ errors: true }) },
    { id: "clear", label: "Clear the filters of the trace list", run: clear },
  ]);

  const answeredMs = search.dataUpdatedAt;
  const window = useMemo(() => {
    const toMs = atMs ?? answeredMs;
    return { fromMs: toMs - durationSec * 1000, toMs };
  }, [atMs, answeredMs, durationSec]);

  return (
    <>
      <PageBar title="Traces" actions={<TraceIdField onOpen={(id) => router.push(paths.trace(id, scope))} />} />
      <div className="min-h-0 flex-1 overflow-y-auto p-4 max-sm:p-3">
        <div className="grid gap-3">
          <TraceFilters
            filter={filter}
            services={services.data ?? []}
            operations={operations.data ?? []}
            onChange={change}
          />
          {search.isError && search.data ? (
            <Note tone="degraded" live title="These traces are old.">
              {describeError(search.error).what} It is asked again by itself.
            </Note>
          ) : null}
          {search.data && search.data.traces.length > 0 ? (
            <TraceResults
              answer={search.data}
              window={window}
              scale={params.scale}
              onScale={(scale) => void setParams({ scale }, { history: "replace" })}
              sort={params.sort}
              onSort={(sort) => void setParams({ sort }, { history: "replace" })}
              box={params.box}
              onBox={(box) => void setParams({ box })}
              limit={params.limit}
              onLimit={(limit) => void setParams({ limit })}
              stale={search.isError || search.isPlaceholderData}
              hrefOf={hrefOf}
              onOpen={open}
            />
          ) : null}
          {search.data && search.data.traces.length === 0 ? (
            <NoTraces filters={filters} durationSec={durationSec} onClear={clear} />
          ) : null}
          {!search.data && !search.isError ? <TracesSkeleton /> : null}
          {!search.data && search.isError ? (
            <FailureState failure={describeError(search.error)} onRetry={() => void search.refetch()} />
          ) : null}
        </div>
      </div>
    </>
  );
}
