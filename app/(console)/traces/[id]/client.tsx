"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, Waypoints } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { PageBar } from "@/components/shell/page-bar";
import { NoTrace } from "@/components/traces/no-trace";
import { SpanPanel } from "@/components/traces/span-panel";
import { TraceHeader } from "@/components/traces/trace-header";
import { TraceLegend } from "@/components/traces/trace-legend";
import { TraceSkeleton } from "@/components/traces/trace-skeleton";
import { TraceToolbar } from "@/components/traces/trace-toolbar";
import { usePhone } from "@/components/traces/use-phone";
import { useTraceView } from "@/components/traces/use-trace-view";
import { Waterfall } from "@/components/traces/waterfall";
import { ButtonLink } from "@/components/ui/button-link";
import { buttonStyle } from "@/components/ui/button-style";
import { CopyButton } from "@/components/ui/copy-button";
import { FailureState } from "@/components/ui/failure-state";
import { ApiError, describeError } from "@/lib/client/api-error";
import { apiUrl } from "@/lib/client/api-fetch";
import { useKeys } from "@/lib/client/keys";
import { usePageActions } from "@/lib/client/page-actions";
import { paths } from "@/lib/client/paths";
import { traceQuery } from "@/lib/client/queries/traces";
import { tagText } from "@/lib/client/tags-param";
import { useScope } from "@/lib/client/use-scope";
import type { Span } from "@/lib/model/span";
import type { TraceRow } from "@/lib/traces/trace-row";
import { traceParams } from "./search-params";

const LOOK_AGAIN_MS = 4000;
const LOOKS = 8;
const ROUND_MS = 60_000;

/** The full minute after the last span had ended, epoch ms: the graph of then holds the whole trace. null: no spans. */
function endOf(spans: readonly Span[]): number | null {
  let last = 0;
  for (const span of spans) last = Math.max(last, Number(span.endUnixNano.slice(0, -6)));
  return last > 0 ? Math.ceil(last / ROUND_MS) * ROUND_MS : null;
}

function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.code === "not_found";
}

function Trace({ spans, traceId }: { spans: readonly Span[]; traceId: string }) {
  const router = useRouter();
  const { scope } = useScope();
  const phone = usePhone();
  const [params, setParams] = useQueryStates(traceParams, { history: "replace" });
  const view = useTraceView(spans, params);
  const { analysis, series, foundRows } = view;
  const selected = view.rowOfSpan(params.span);
  const row = analysis.rows[selected];
  const main = row ? analysis.tree.nodes[row.main]?.span : undefined;
  const select = (next: TraceRow | null) => void setParams({ span: next?.id ?? null });
  const step = (by: 1 | -1) => {
    if (foundRows.length === 0) return;
    const at = foundRows.indexOf(selected);
    const next = at < 0 ? (by > 0 ? 0 : foundRows.length - 1) : (at + by + foundRows.length) % foundRows.length;
    select(analysis.rows[foundRows[next] ?? -1] ?? null);
  };
  const nextFailed = () => {
    const failing = analysis.rows.filter((r) => r.failed);
    select(failing.find((r) => r.index > selected) ?? failing[0] ?? null);
  };
  const zoom = (factor: number) => {
    const total = analysis.tree.durationMs;
    const { fromMs, toMs } = params.view ?? { fromMs: 0, toMs: total };
    const middle = row ? (row.startMs + row.endMs) / 2 : (fromMs + toMs) / 2;
    const half = ((toMs - fromMs) * factor) / 2;
    const next = { fromMs: Math.max(0, middle - half), toMs: Math.min(total, middle + half) };
    void setParams({ view: half * 2 >= total ? null : next });
  };
  useKeys([
    { keys: "e", label: "Next failed span", group: "This page", run: nextFailed },
    { keys: "+", label: "Zoom in", group: "This page", run: () => zoom(0.5) },
    { keys: "-", label: "Zoom out", group: "This page", run: () => zoom(2) },
    { keys: "0", label: "Show the whole trace", group: "This page", run: () => void setParams({ view: null }) },
  ]);
  usePageActions([
    { id: "failed", label: "Go to the next failed span", keys: "e", run: nextFailed },
    {
      id: "proxies",
      label: params.proxies ? "Fold proxy spans" : "Show proxy spans",
      keys: "p",
      run: () => void setParams({ proxies: !params.proxies }),
    },
    {
      id: "download",
      label: "Download the trace as OTLP JSON",
      run: () => window.location.assign(apiUrl(`traces/${traceId}`)),
    },
  ]);

  return (
    <div className="relative flex min-h-0 flex-1 bg-surface-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col max-sm:bg-surface-0">
        <TraceHeader analysis={analysis} series={series} />
        <TraceToolbar
          find={params.find}
          onFind={(find) => void setParams({ find })}
          found={params.find.trim() ? foundRows.length : null}
          current={foundRows.indexOf(selected) + 1}
          onStep={step}
          path={params.path}
          onPath={(path) => void setParams({ path })}
          proxies={params.proxies}
          onProxies={(proxies) => void setParams({ proxies })}
          clocks={params.clocks}
          onClocks={(clocks) => void setParams({ clocks })}
          movedClocks={view.movedClocks}
        />
        <Waterfall
          analysis={analysis}
          series={series}
          selected={selected}
          onSelect={select}
          found={view.found}
          showPath={params.path}
          view={params.view}
          onView={(next) => void setParams({ view: next })}
          phone={phone}
        />
        <TraceLegend analysis={analysis} />
      </div>
      {row ? (
        <SpanPanel
          key={row.id}
          analysis={analysis}
          row={row}
          series={series.get(row.service) ?? 9}
          proxiesShown={params.proxies}
          onShowProxies={() => void setParams({ proxies: true })}
          onClose={() => select(null)}
          onSearchTag={(key, value) => router.push(paths.traces({ tags: tagText(key, value) }, scope))}
          graphHref={paths.graph({ ...scope, at: endOf(spans) }, { find: row.service })}
          similarHref={paths.traces({ service: main?.service ?? row.service, operation: main?.name }, scope)}
        />
      ) : null}
    </div>
  );
}

export function TraceClient({ traceId }: { traceId: string }) {
  const { scope, mesh } = useScope();
  const query = traceQuery(mesh, traceId);
  const trace = useQuery({
    ...query,
    refetchInterval: (state) => {
      const empty = isMissing(state.state.error) || state.state.data?.spans.length === 0;
      if (empty) return state.state.dataUpdateCount + state.state.errorUpdateCount < LOOKS ? LOOK_AGAIN_MS : false;
      return typeof query.refetchInterval === "function" ? query.refetchInterval(state) : false;
    },
  });
  const missing = trace.data ? trace.data.spans.length === 0 : isMissing(trace.error);
  return (
    <>
      <PageBar
        crumbs={[{ label: "Traces", href: paths.traces({}, scope) }]}
        title={
          <span className="inline-flex items-center gap-1">
            <span className="mono truncate text-sm font-medium">{traceId.replace(/^0{16}/, "")}</span>
            <CopyButton text={traceId} label="Copy the trace id" />
          </span>
        }
        actions={
          <span className="flex gap-2 max-sm:hidden">
            <a
              href={apiUrl(`traces/${traceId}`)}
              download={`trace-${traceId}.json`}
              className={buttonStyle({ variant: "ghost", size: "small" })}
            >
              <Download aria-hidden="true" />
              Download
            </a>
            <ButtonLink size="small" href={paths.graph({ ...scope, at: endOf(trace.data?.spans ?? []) })}>
              <Waypoints aria-hidden="true" />
              Show on graph
            </ButtonLink>
          </span>
        }
      />
      {trace.data && !missing ? <Trace spans={trace.data.spans} traceId={traceId} /> : null}
      {missing ? (
        <NoTrace traceId={traceId} listHref={paths.traces({}, scope)} onRetry={() => void trace.refetch()} />
      ) : null}
      {trace.isError && !trace.data && !missing ? (
        <FailureState failure={describeError(trace.error)} onRetry={() => void trace.refetch()} />
      ) : null}
      {trace.isPending ? <TraceSkeleton /> : null}
    </>
  );
}
