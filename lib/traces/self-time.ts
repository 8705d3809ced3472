import type { TraceTree } from "./trace-tree";

/**
 * Ms each span spent in none of its children: its length less the union of its children, cut to it. By position in
 * `tree.nodes`. Children are in the order of their starts, so one sweep does.
 */
export function selfTimes(tree: TraceTree): Float64Array {
  const self = new Float64Array(tree.nodes.length);
  for (const node of tree.nodes) {
    let covered = 0;
    let until = node.startMs;
    for (const index of node.children) {
      const child = tree.nodes[index];
      if (!child) continue;
      const from = Math.max(child.startMs, until);
      const to = Math.min(child.endMs, node.endMs);
      if (to > from) {
        covered += to - from;
        until = to;
      }
    }
    self[node.index] = Math.max(0, node.endMs - node.startMs - covered);
  }
  return self;
}
