import type { TraceRow } from "@/lib/traces/trace-row";

/** Positions of the rows that are shown when `closed` rows hide what is below them. */
export function visibleRows(rows: readonly TraceRow[], closed: ReadonlySet<string>): number[] {
  const shown: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!row) break;
    shown.push(i);
    if (closed.has(row.id)) i += row.below;
  }
  return shown;
}

/** The rows above `index`, nearest first. */
export function ancestors(rows: readonly TraceRow[], index: number): TraceRow[] {
  const above: TraceRow[] = [];
  for (let at = rows[index]?.parent ?? -1; at >= 0; at = rows[at]?.parent ?? -1) {
    const row = rows[at];
    if (row) above.push(row);
  }
  return above;
}
