"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { TimeView } from "@/lib/client/view-param";
import type { TraceAnalysis } from "@/lib/traces/analyse-trace";
import { mergedBelow } from "@/lib/traces/row-sections";
import type { TraceRow } from "@/lib/traces/trace-row";
import { Minimap } from "./minimap";
import { ticksBetween } from "./time-axis";
import { ancestors, visibleRows } from "./visible-rows";
import { WaterfallHead } from "./waterfall-head";
import { rowElementId, WaterfallRow } from "./waterfall-row";

const ROW = 30;
const PHONE_ROW = 52;

export interface WaterfallProps {
  analysis: TraceAnalysis;
  series: ReadonlyMap<string, number>;
  /** row position; -1: none */
  selected: number;
  onSelect: (row: TraceRow | null) => void;
  found: ReadonlySet<number>;
  showPath: boolean;
  view: TimeView | null;
  onView: (view: TimeView | null) => void;
  phone: boolean;
}

/** What a key does in the tree: the row to go to, a row to open or close, or a choice. */
function keyTarget(
  key: string,
  rows: readonly TraceRow[],
  shown: readonly number[],
  at: number,
  closed: ReadonlySet<string>,
) {
  const row = rows[shown[at] ?? -1];
  if (!row) return null;
  const go = (position: number) => ({ go: shown[Math.min(shown.length - 1, Math.max(0, position))] ?? row.index });
  switch (key) {
    case "ArrowDown":
      return go(at + 1);
    case "ArrowUp":
      return go(at - 1);
    case "PageDown":
      return go(at + 15);
    case "PageUp":
      return go(at - 15);
    case "Home":
      return go(0);
    case "End":
      return go(shown.length - 1);
    case "ArrowRight":
      return row.below > 0 && closed.has(row.id) ? { toggle: row } : go(at + 1);
    case "ArrowLeft":
      return row.below > 0 && !closed.has(row.id) ? { toggle: row } : { go: Math.max(0, row.parent) };
    case "Enter":
    case " ":
      return { choose: row };
    default:
      return null;
  }
}

function useClosed(rows: readonly TraceRow[], selected: number) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((row: TraceRow) => {
    setClosed((before) => {
      const next = new Set(before);
      if (!next.delete(row.id)) next.add(row.id);
      return next;
    });
  }, []);
  useEffect(() => {
    const above = ancestors(rows, selected).map((r) => r.id);
    setClosed((before) =>
      above.some((id) => before.has(id)) ? new Set([...before].filter((id) => !above.includes(id))) : before,
    );
  }, [rows, selected]);
  const openAll = () => setClosed(new Set());
  const closeAll = () => setClosed(new Set(rows.filter((r) => r.below > 0 && r.depth > 0).map((r) => r.id)));
  return { closed, toggle, openAll, closeAll };
}

/** The rows of a trace against time; a tree for keyboards and readers. Draws only the rows in sight. */
export function Waterfall({
  analysis,
  series,
  selected,
  onSelect,
  found,
  showPath,
  view,
  onView,
  phone,
}: WaterfallProps) {
  const { rows, sections, tree, goneMs } = analysis;
  const { closed, toggle, openAll, closeAll } = useClosed(rows, selected);
  const [active, setActive] = useState(-1);
  const [focused, setFocused] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => visibleRows(rows, closed), [rows, closed]);
  const range = useMemo(() => view ?? { fromMs: 0, toMs: tree.durationMs || 1 }, [view, tree.durationMs]);
  const ticks = useMemo(() => ticksBetween(range.fromMs, range.toMs, 5).filter((t) => t < range.toMs * 0.999), [range]);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (phone ? PHONE_ROW : ROW),
    overscan: 20,
  });
  const current = active >= 0 && active < rows.length ? active : selected;

  useEffect(() => setActive(selected), [selected]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows have another height on a phone
  useEffect(() => virtualizer.measure(), [virtualizer, phone]);
  useEffect(() => {
    const at = shown.indexOf(current);
    if (at >= 0) virtualizer.scrollToIndex(at, { align: "auto" });
  }, [current, shown, virtualizer]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = Math.max(0, shown.indexOf(current));
    const target = keyTarget(event.key, rows, shown, at, closed);
    if (!target) return;
    event.preventDefault();
    if ("toggle" in target && target.toggle) toggle(target.toggle);
    else if ("choose" in target && target.choose) onSelect(target.choose);
    else if ("go" in target && target.go !== undefined) {
      setActive(target.go);
      const row = rows[target.go];
      if (selected >= 0 && row) onSelect(row);
    }
  };
  const activeRow = rows[current];
  const goneLeft =
    goneMs !== null && goneMs >= range.fromMs && goneMs <= range.toMs
      ? (goneMs - range.fromMs) / (range.toMs - range.fromMs)
      : null;

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <WaterfallHead
        minimap={<Minimap rows={rows} series={series} totalMs={tree.durationMs} view={view} onView={onView} />}
        view={range}
        zoomed={view !== null}
        ticks={ticks}
        goneMs={goneMs}
        onOpenAll={openAll}
        onCloseAll={closeAll}
        onWhole={() => onView(null)}
      />
      <div
        ref={scroller}
        role="tree"
        aria-label="Spans"
        tabIndex={0}
        aria-activedescendant={activeRow ? rowElementId(activeRow) : undefined}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          setFocused(event.currentTarget.matches(":focus-visible"));
          if (current < 0) setActive(0);
        }}
        onBlur={() => setFocused(false)}
        className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden outline-offset-[-2px]"
      >
        <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[shown[item.index] ?? -1];
            if (!row) return null;
            const isClosed = closed.has(row.id);
            return (
              <div
                key={row.id}
                role="presentation"
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <WaterfallRow
                  row={row}
                  series={series.get(row.service) ?? 9}
                  view={range}
                  ticks={ticks}
                  path={
                    showPath
                      ? isClosed
                        ? mergedBelow(rows, sections, row.index)
                        : (sections[row.index] ?? NO_PATH)
                      : NO_PATH
                  }
                  closed={isClosed}
                  selected={row.index === selected}
                  active={focused && row.index === current}
                  found={found.has(row.index)}
                  phone={phone}
                  onSelect={onSelect}
                  onToggle={toggle}
                />
              </div>
            );
          })}
          {goneLeft === null || phone ? null : (
            <div className="waterfall-grid pointer-events-none absolute inset-0">
              <span />
              <span className="max-xl:hidden" />
              <span className="pr-16">
                <span className="relative block h-full">
                  <span
                    className="absolute inset-y-0 border-l border-dashed border-failing-mark"
                    style={{ left: `${goneLeft * 100}%` }}
                  />
                </span>
              </span>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

const NO_PATH: readonly never[] = [];
