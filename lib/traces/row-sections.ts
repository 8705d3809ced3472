import type { CriticalSection } from "./critical-path";
import type { TraceRow } from "./trace-row";

export interface Stretch {
  startMs: number;
  endMs: number;
}

/** The row of each span: the one that holds it, of tries that share a span the last. By span position; -1: none. */
export function rowOfSpan(rows: readonly TraceRow[], spanCount: number): Int32Array {
  const of = new Int32Array(spanCount).fill(-1);
  for (const row of rows) for (const span of row.spans) of[span] = row.index;
  return of;
}

/** The critical stretches of every row, in the order of time, by row position. */
export function sectionsByRow(sections: readonly CriticalSection[], rowOf: Int32Array, rowCount: number): Stretch[][] {
  const lists: Stretch[][] = Array.from({ length: rowCount }, () => []);
  for (let i = sections.length - 1; i >= 0; i--) {
    const section = sections[i];
    const list = section && lists[rowOf[section.node] ?? -1];
    if (list && section) append(list, section);
  }
  return lists;
}

/** The stretches of a row and of everything below it as one row shows them when it is closed. */
export function mergedBelow(rows: readonly TraceRow[], lists: readonly Stretch[][], index: number): Stretch[] {
  const all: Stretch[] = [];
  const end = index + (rows[index]?.below ?? 0);
  for (let i = index; i <= end; i++) all.push(...(lists[i] ?? []));
  all.sort((a, b) => a.startMs - b.startMs);
  const merged: Stretch[] = [];
  for (const stretch of all) append(merged, stretch);
  return merged;
}

function append(list: Stretch[], { startMs, endMs }: Stretch): void {
  const last = list[list.length - 1];
  if (last && startMs <= last.endMs + 1e-6) last.endMs = Math.max(last.endMs, endMs);
  else list.push({ startMs, endMs });
}
