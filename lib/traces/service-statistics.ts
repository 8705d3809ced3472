import type { CriticalSection } from "./critical-path";
import { failed } from "./span-facts";
import type { TraceRow } from "./trace-row";
import type { TraceTree } from "./trace-tree";

/** What one service did in a trace. */
export interface ServiceStatistics {
  service: string;
  versions: string[];
  spanCount: number;
  errorCount: number;
  /** ms in its own rows, children not counted */
  selfMs: number;
  /** ms of the critical path spent there; hops count for the one who was called */
  criticalMs: number;
  /** criticalMs / length of the critical path, 0..1 */
  criticalShare: number;
  longestMs: number;
}

/** By service, the largest part of the critical path first, then the largest self time. */
export function serviceStatistics(
  tree: TraceTree,
  rows: readonly TraceRow[],
  rowOf: Int32Array,
  self: Float64Array,
  sections: readonly CriticalSection[],
): ServiceStatistics[] {
  const by = new Map<string, ServiceStatistics>();
  const entry = (service: string) => {
    const known = by.get(service);
    if (known) return known;
    const fresh = {
      service,
      versions: [],
      spanCount: 0,
      errorCount: 0,
      selfMs: 0,
      criticalMs: 0,
      criticalShare: 0,
      longestMs: 0,
    };
    by.set(service, fresh);
    return fresh;
  };
  for (const node of tree.nodes) {
    const row = rows[rowOf[node.index] ?? -1];
    const stats = entry(row?.service ?? node.span.service);
    stats.spanCount++;
    if (failed(node.span)) stats.errorCount++;
    stats.selfMs += self[node.index] ?? 0;
    stats.longestMs = Math.max(stats.longestMs, node.endMs - node.startMs);
    if (row?.version && !stats.versions.includes(row.version)) stats.versions.push(row.version);
  }
  let total = 0;
  for (const section of sections) {
    const row = rows[rowOf[section.node] ?? -1];
    if (!row) continue;
    entry(row.service).criticalMs += section.endMs - section.startMs;
    total += section.endMs - section.startMs;
  }
  const list = [...by.values()];
  for (const stats of list) stats.criticalShare = total > 0 ? stats.criticalMs / total : 0;
  return list.sort((a, b) => b.criticalMs - a.criticalMs || b.selfMs - a.selfMs || a.service.localeCompare(b.service));
}
