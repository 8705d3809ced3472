import type { TraceNode, TraceTree } from "./trace-tree";

/** A stretch of time that the trace's length depended on, and the span it was spent in. */
export interface CriticalSection {
  node: number;
  startMs: number;
  endMs: number;
}

interface Frame {
  node: number;
  startMs: number;
  /** what is still to be explained ends here */
  untilMs: number;
  /** positions in `byEnd[node]` before this one are used up */
  next: number;
}

/**
 * The critical path of the tree below `root`, newest stretch first: from a span's end back to its start, always along the
 * child that ended last. Messages to be consumed later do not hold up their producer, children reach no further than their
 * parents. Stretches never overlap and together are as long as the root. Iterative, and linear but for one sort of children:
 * the walk goes back in time only, so a child that was passed over is never looked at again.
 * `touching`: children that follow each other without a gap are both on the path (Jaeger charges the earlier one to the parent).
 */
export function criticalPath(tree: TraceTree, root: number, touching = true): CriticalSection[] {
  const bounds = clampedBounds(tree, root);
  const top = bounds.get(root);
  if (!top) return [];
  const byEnd = childrenByEnd(tree, bounds);
  const sections: CriticalSection[] = [];
  const stack: Frame[] = [{ node: root, startMs: top.startMs, untilMs: top.endMs, next: 0 }];
  const emit = (node: number, startMs: number, endMs: number) => {
    if (endMs > startMs) sections.push({ node, startMs, endMs });
  };
  while (stack.length > 0) {
    const frame = stack[stack.length - 1];
    if (!frame) break;
    const kids = byEnd.get(frame.node) ?? [];
    let child = kids[frame.next];
    while (child && !(touching ? child.endMs <= frame.untilMs : child.endMs < frame.untilMs || isFirst(frame, child))) {
      frame.next++;
      child = kids[frame.next];
    }
    if (child) {
      frame.next++;
      emit(frame.node, child.endMs, frame.untilMs);
      stack.push({ node: child.index, startMs: child.startMs, untilMs: child.endMs, next: 0 });
    } else {
      emit(frame.node, frame.startMs, frame.untilMs);
      stack.pop();
      const parent = stack[stack.length - 1];
      if (parent) parent.untilMs = frame.startMs;
    }
  }
  return sections;
}

interface Bounds {
  index: number;
  startMs: number;
  endMs: number;
}

/** The strict comparison is for walking back only: the very last child may end together with its parent. */
function isFirst(frame: Frame, child: Bounds): boolean {
  return frame.next === 0 && child.endMs === frame.untilMs;
}

/** Where each span below the root may lie: inside its parent. What lies outside is left out, with all below it. */
function clampedBounds(tree: TraceTree, root: number): Map<number, Bounds> {
  const bounds = new Map<number, Bounds>();
  const stack = [root];
  while (stack.length > 0) {
    const node = tree.nodes[stack.pop() ?? -1];
    if (!node) continue;
    const outer = node.index === root ? undefined : bounds.get(node.parent);
    const startMs = Math.max(node.startMs, outer?.startMs ?? node.startMs);
    const endMs = Math.min(node.endMs, outer?.endMs ?? node.endMs);
    if (endMs < startMs) continue;
    bounds.set(node.index, { index: node.index, startMs, endMs });
    for (const child of node.children) if (holdsUp(node, tree.nodes[child])) stack.push(child);
  }
  return bounds;
}

function holdsUp(parent: TraceNode, child: TraceNode | undefined): boolean {
  return !(parent.span.kind === "producer" && child?.span.kind === "consumer");
}

function childrenByEnd(tree: TraceTree, bounds: Map<number, Bounds>): Map<number, Bounds[]> {
  const lists = new Map<number, Bounds[]>();
  for (const index of bounds.keys()) {
    const node = tree.nodes[index];
    const kids = (node?.children ?? []).flatMap((c) => bounds.get(c) ?? []);
    if (kids.length > 0)
      lists.set(
        index,
        kids.sort((a, b) => b.endMs - a.endMs || b.startMs - a.startMs),
      );
  }
  return lists;
}
