import { attributeOf } from "./span-facts";
import type { TraceRow } from "./trace-row";
import type { TraceTree } from "./trace-tree";

/**
 * Numbers the tries of one call: rows that share an asking span, or rows side by side to the same service and operation
 * where all but the last failed and each began after the one before had ended.
 */
export function markAttempts(tree: TraceTree, rows: readonly TraceRow[]): void {
  const groups = new Map<string, TraceRow[]>();
  for (const row of rows) {
    if (row.kind !== "hop") continue;
    const key = `${row.parent}\n${row.service}\n${row.operation}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  for (const group of groups.values()) if (group.length > 1) numberTries(tree, group);
}

function numberTries(tree: TraceTree, group: readonly TraceRow[]): void {
  let run: TraceRow[] = [];
  const close = () => {
    if (run.length > 1) for (const [i, row] of run.entries()) row.attempt = { number: i + 1, of: run.length };
    run = [];
  };
  for (const row of group) {
    const before = run[run.length - 1];
    if (before && !isRetry(tree, before, row)) close();
    run.push(row);
  }
  close();
}

function isRetry(tree: TraceTree, before: TraceRow, row: TraceRow): boolean {
  if (before.spans[0] === row.spans[0]) return true;
  const resent = row.spans.some((i) => {
    const node = tree.nodes[i];
    return node && attributeOf(node.span, "http.request.resend_count", "retry.attempt") !== "";
  });
  return resent || (before.failed && row.startMs >= (before.gaveUpMs ?? before.endMs));
}
