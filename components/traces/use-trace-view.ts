"use client";

import { useMemo } from "react";
import type { Span } from "@/lib/model/span";
import { analyseTrace, type TraceAnalysis } from "@/lib/traces/analyse-trace";
import { findInTrace } from "@/lib/traces/find-in-trace";
import { serviceSeries } from "./service-series";

export interface TraceView {
  analysis: TraceAnalysis;
  series: ReadonlyMap<string, number>;
  /** positions of rows in which something is found */
  found: ReadonlySet<number>;
  /** the same in their order */
  foundRows: readonly number[];
  /** spans whose clock is moved, or would be */
  movedClocks: number;
  /** the row of a span id; -1: none */
  rowOfSpan: (spanId: string | null) => number;
}

/** A trace as the page shows it, computed once for each way to show it. */
export function useTraceView(
  spans: readonly Span[],
  options: { proxies: boolean; clocks: boolean; find: string },
): TraceView {
  const { proxies, clocks, find } = options;
  const analysis = useMemo(() => analyseTrace(spans, { fold: !proxies, adjust: clocks }), [spans, proxies, clocks]);
  const movedClocks = useMemo(
    () => (clocks ? analysis.movedClocks : analyseTrace(spans, { fold: false, adjust: true }).movedClocks),
    [clocks, analysis, spans],
  );
  const series = useMemo(
    () => serviceSeries(new Map(analysis.services.map((s) => [s.service, s.criticalMs + s.selfMs / 1000]))),
    [analysis],
  );
  const found = useMemo(() => {
    const rows = new Set<number>();
    for (const span of findInTrace(analysis.tree, find)) rows.add(analysis.rowOf[span] ?? -1);
    rows.delete(-1);
    return rows;
  }, [analysis, find]);
  const foundRows = useMemo(() => [...found].sort((a, b) => a - b), [found]);
  const byId = useMemo(() => {
    const map = new Map<string, number>();
    for (const node of analysis.tree.nodes) map.set(node.id, analysis.rowOf[node.index] ?? -1);
    for (const row of analysis.rows) map.set(row.id, row.index);
    return map;
  }, [analysis]);
  return {
    analysis,
    series,
    found,
    foundRows,
    movedClocks,
    rowOfSpan: (spanId) => (spanId === null ? -1 : (byId.get(spanId) ?? -1)),
  };
}
