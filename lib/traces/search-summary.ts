import type { Span, TraceSummary } from "../model/span";
import { buildTree } from "./build-tree";
import { selfTimes } from "./self-time";
import { codeOf, failed, operationOf } from "./span-facts";
import type { TraceNode, TraceTree } from "./trace-tree";

/** The trace list's row of one trace, from its spans; null when there are none. Services by self time, largest first. */
export function searchSummary(spans: readonly Span[]): TraceSummary | null {
  const tree = buildTree(spans);
  const root = rootOf(tree);
  if (!root) return null;
  const self = selfTimes(tree);
  const services = new Map<string, TraceSummary["services"][number]>();
  let errorCount = 0;
  for (const node of tree.nodes) {
    const { service } = node.span;
    const entry = services.get(service) ?? { service, spanCount: 0, errorCount: 0, timeMs: 0 };
    services.set(service, entry);
    entry.spanCount++;
    entry.timeMs += self[node.index] ?? 0;
    if (failed(node.span)) {
      entry.errorCount++;
      errorCount++;
    }
  }
  return {
    traceId: tree.traceId,
    rootService: root.span.service,
    rootName: operationOf(root.span),
    startMs: tree.startUnixMs,
    durationMs: tree.durationMs,
    spanCount: tree.nodes.length,
    errorCount,
    rootCode: codeOf(root.span),
    services: scaled([...services.values()], tree.durationMs),
  };
}

/** Work side by side adds up to more than the trace's length: then every part is cut in proportion, so that they fit in it. */
function scaled(services: TraceSummary["services"], durationMs: number): TraceSummary["services"] {
  const total = services.reduce((sum, s) => sum + s.timeMs, 0);
  if (total > durationMs) for (const s of services) s.timeMs *= durationMs / total;
  return services.sort((a, b) => b.timeMs - a.timeMs || a.service.localeCompare(b.service));
}

function rootOf(tree: TraceTree): TraceNode | undefined {
  const roots = tree.roots.flatMap((i) => tree.nodes[i] ?? []);
  return roots.find((n) => /^0*$/.test(n.span.parentSpanId)) ?? roots[0];
}
