"use client";

import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Chip, HealthChip } from "@/components/ui/chip";
import { DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { SeriesMarker } from "@/components/ui/series-marker";
import { Stale } from "@/components/ui/stale";
import type { TraceBox } from "@/lib/client/box-param";
import { count } from "@/lib/client/format/significant";
import type { TraceSummary } from "@/lib/model/span";
import type { TraceSearchAnswer } from "@/lib/model/trace-answers";
import { serviceSeries } from "./service-series";
import { traceColumns } from "./trace-columns";
import { TracePhoneRows } from "./trace-phone-rows";
import { TraceScatter } from "./trace-scatter";

export type TraceSort = "start" | "duration" | "spans" | "errors";

const SORTS = [
  { value: "start", label: "Newest first" },
  { value: "duration", label: "Slowest first" },
  { value: "spans", label: "Most spans first" },
  { value: "errors", label: "Most failures first" },
] as const;

const KEY: Record<TraceSort, (trace: TraceSummary) => number> = {
  start: (t) => t.startMs,
  duration: (t) => t.durationMs,
  spans: (t) => t.spanCount,
  errors: (t) => t.errorCount,
};

const MOST_LIMIT = 1500;

function inBox(trace: TraceSummary, box: TraceBox): boolean {
  return (
    trace.startMs >= box.fromMs &&
    trace.startMs <= box.toMs &&
    trace.durationMs >= box.leastMs &&
    trace.durationMs <= box.mostMs
  );
}

/** "200 of 1,340" in words. */
function countWords(shown: number, answer: TraceSearchAnswer): string {
  if (answer.matched <= shown) return `${count(shown)} ${shown === 1 ? "trace" : "traces"}`;
  return `${count(shown)} of ${answer.partial ? "at least " : ""}${count(answer.matched)} traces`;
}

function Legend({ series, weights }: { series: ReadonlyMap<string, number>; weights: ReadonlyMap<string, number> }) {
  const shown = [...weights].sort((a, b) => b[1] - a[1]).slice(0, 5);
  return (
    <span className="flex items-center gap-3 overflow-hidden max-lg:hidden">
      {shown.map(([name]) => (
        <span key={name} className="inline-flex items-center gap-1.5 whitespace-nowrap text-text-2">
          <SeriesMarker series={series.get(name) ?? 9} className="size-2" />
          {name}
        </span>
      ))}
    </span>
  );
}

/** The traces that were found: as a picture of duration over time, and as a table. */
export function TraceResults({
  answer,
  window,
  scale,
  onScale,
  sort,
  onSort,
  box,
  onBox,
  limit,
  onLimit,
  stale,
  hrefOf,
  onOpen,
}: {
  answer: TraceSearchAnswer;
  window: { fromMs: number; toMs: number };
  scale: "log" | "linear";
  onScale: (scale: "log" | "linear") => void;
  sort: TraceSort;
  onSort: (sort: TraceSort) => void;
  box: TraceBox | null;
  onBox: (box: TraceBox | null) => void;
  limit: number;
  onLimit: (limit: number) => void;
  stale: boolean;
  hrefOf: (trace: TraceSummary) => string;
  onOpen: (trace: TraceSummary) => void;
}) {
  const { traces } = answer;
  const weights = useMemo(() => {
    const sums = new Map<string, number>();
    for (const trace of traces)
      for (const s of trace.services) sums.set(s.service, (sums.get(s.service) ?? 0) + s.timeMs);
    return sums;
  }, [traces]);
  const series = useMemo(() => serviceSeries(weights), [weights]);
  const columns = useMemo(() => traceColumns(series, hrefOf), [series, hrefOf]);
  const shown = useMemo(() => {
    const picked = box ? traces.filter((t) => inBox(t, box)) : [...traces];
    return picked.sort((a, b) => KEY[sort](b) - KEY[sort](a));
  }, [traces, box, sort]);
  return (
    <Stale when={stale} className="grid gap-3">
      <Panel
        flush
        title="Duration over time"
        caption={<span className="max-sm:hidden">Drag a box to select</span>}
        action={
          <>
            <span className="flex items-center gap-3 text-text-2">
              <span className="inline-flex items-center gap-1.5">
                <svg viewBox="0 0 8 8" className="size-2" aria-hidden="true">
                  <circle cx="4" cy="4" r="3" fill="var(--series-1)" />
                </svg>
                OK
              </span>
              <span className="inline-flex items-center gap-1.5">
                <svg viewBox="0 0 10 10" className="size-2.5" aria-hidden="true">
                  <path d="M5 .4 9.6 5 5 9.6.4 5z" fill="var(--failing-mark)" />
                </svg>
                Failed
              </span>
            </span>
            <span className="max-sm:hidden">
              <Segmented
                small
                label="Scale of durations"
                value={scale}
                onChange={onScale}
                options={[
                  { value: "log", label: "Log" },
                  { value: "linear", label: "Linear" },
                ]}
              />
            </span>
          </>
        }
      >
        <div className="px-1 pb-1 pt-1.5">
          <TraceScatter
            traces={traces}
            window={window}
            kind={scale}
            box={box}
            selectedCount={shown.length}
            onBox={onBox}
            onOpen={onOpen}
          />
        </div>
      </Panel>
      <Panel
        flush
        className="overflow-hidden"
        title={box ? `${count(shown.length)} selected traces` : countWords(traces.length, answer)}
        caption={
          box ? (
            <button type="button" className="rounded-1 text-accent hover:underline" onClick={() => onBox(null)}>
              Clear selection
            </button>
          ) : undefined
        }
        action={
          <>
            {answer.partial ? <HealthChip status="unknown">Counted in part</HealthChip> : null}
            <Legend series={series} weights={weights} />
            <Select small label="Order" value={sort} options={SORTS} onChange={onSort} />
          </>
        }
      >
        <DataTable
          label="Traces"
          rows={shown}
          columns={columns}
          rowId={(t) => t.traceId}
          onRowClick={onOpen}
          sorting={[{ id: sort, desc: true }]}
          onSortingChange={(next) => {
            const id = SORTS.find((s) => s.value === next[0]?.id)?.value;
            onSort(id ?? "start");
          }}
          className="max-h-[70vh] max-sm:hidden"
          empty={<p className="px-3.5 py-6 text-center text-text-2">No trace lies in the box.</p>}
        />
        <TracePhoneRows traces={shown} hrefOf={hrefOf} />
        {answer.matched > traces.length && !box ? (
          <div className="flex flex-wrap items-center justify-center gap-3 border-t border-border-1 p-2.5 text-text-2">
            <Chip>{countWords(traces.length, answer)}</Chip>
            {limit < MOST_LIMIT ? (
              <Button size="small" onClick={() => onLimit(Math.min(MOST_LIMIT, limit * 2))}>
                Show {count(Math.min(MOST_LIMIT, limit * 2))}
              </Button>
            ) : (
              "Narrow the search or the time to see the rest."
            )}
          </div>
        ) : null}
      </Panel>
    </Stale>
  );
}
