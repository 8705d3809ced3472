import type { Span } from "../model/span";
import { adjustSkew } from "./adjust-skew";
import { buildTree } from "./build-tree";
import { criticalPath } from "./critical-path";
import { traceRows } from "./fold-hops";
import { rowOfSpan, type Stretch, sectionsByRow } from "./row-sections";
import { selfTimes } from "./self-time";
import { type ServiceStatistics, serviceStatistics } from "./service-statistics";
import { failed } from "./span-facts";
import type { TraceRow } from "./trace-row";
import type { TraceTree } from "./trace-tree";

/** Everything the trace view shows, ready: no React needed to make it. */
export interface TraceAnalysis {
  tree: TraceTree;
  rows: TraceRow[];
  /** row of each span, by span position */
  rowOf: Int32Array;
  /** critical stretches by row position */
  sections: Stretch[][];
  self: Float64Array;
  services: ServiceStatistics[];
  /** position of the root whose critical path is shown; -1: the trace is empty */
  mainRoot: number;
  /** ms at which the caller of the whole trace was gone, when work went on after it */
  goneMs: number | null;
  failedSpans: number;
  /** spans whose clock was moved */
  movedClocks: number;
}

/** Analyses a trace. `fold`: a hop is one row. `adjust`: clocks that cannot be right are moved. */
export function analyseTrace(spans: readonly Span[], options: { fold: boolean; adjust: boolean }): TraceAnalysis {
  const raw = buildTree(spans);
  const tree = options.adjust ? adjustSkew(raw) : raw;
  const rows = traceRows(tree, options.fold);
  const rowOf = rowOfSpan(rows, tree.nodes.length);
  const mainRoot = longestRoot(tree);
  const path = mainRoot < 0 ? [] : criticalPath(tree, mainRoot);
  const self = selfTimes(tree);
  return {
    tree,
    rows,
    rowOf,
    sections: sectionsByRow(path, rowOf, rows.length),
    self,
    services: serviceStatistics(tree, rows, rowOf, self, path),
    mainRoot,
    goneMs: goneAt(tree, mainRoot),
    failedSpans: tree.nodes.filter((n) => failed(n.span)).length,
    movedClocks: tree.nodes.filter((n) => n.shiftMs !== 0).length,
  };
}

/** The true root (no parent named), of several the longest; else the longest orphan. */
function longestRoot(tree: TraceTree): number {
  let best = -1;
  let bestKey = Number.NEGATIVE_INFINITY;
  for (const index of tree.roots) {
    const node = tree.nodes[index];
    if (!node) continue;
    const own = node.endMs - node.startMs + (/^0*$/.test(node.span.parentSpanId) ? 1e12 : 0);
    if (own > bestKey) [best, bestKey] = [index, own];
  }
  return best;
}

/** When the root had ended more than 1 ms before the last of its descendants' answering work. */
function goneAt(tree: TraceTree, root: number): number | null {
  const node = tree.nodes[root];
  if (!node || tree.durationMs - node.endMs <= 1) return null;
  const late = tree.nodes.some((n) => n.endMs - node.endMs > 1 && n.startMs < node.endMs && n.span.kind !== "consumer");
  return late ? node.endMs : null;
}
