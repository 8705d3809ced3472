import { answers, asks, hostKey } from "./span-facts";
import type { TraceNode, TraceTree } from "./trace-tree";

/**
 * The same tree with clocks of other machines moved where cause would come after effect: an answering span that starts
 * before the span that asked, or after that one had ended, goes to its middle (to its start when it is longer). A span that
 * only ends late is left alone: it may have gone on working after its caller gave up. Spans on the machine of a moved one
 * move with it. Every move is in `shiftMs` and in the warnings. Source: Zipkin's and Jaeger's clock skew rules.
 */
export function adjustSkew(tree: TraceTree): TraceTree {
  const nodes = tree.nodes.map((node) => ({ ...node, warnings: [...node.warnings] }));
  for (const node of nodes) {
    const parent = nodes[node.parent];
    if (!parent) continue;
    const otherMachine = differs(parent, node);
    const inherited = otherMachine ? 0 : parent.shiftMs;
    const shift = otherMachine ? shiftOf(parent, node) : inherited;
    if (shift === 0) continue;
    node.shiftMs = shift;
    node.startMs += shift;
    node.endMs += shift;
    if (otherMachine) node.warnings.push("Its clock did not agree with its caller's; it was moved");
  }
  return rebase(tree, nodes);
}

function differs(parent: TraceNode, child: TraceNode): boolean {
  const [from, to] = [hostKey(parent.span), hostKey(child.span)];
  if (from === "" || to === "") return asks(parent.span) && answers(child.span);
  return from !== to;
}

function shiftOf(parent: TraceNode, child: TraceNode): number {
  if (!asks(parent.span) || !answers(child.span) || child.span.kind === "consumer") return 0;
  if (child.startMs >= parent.startMs && child.startMs <= parent.endMs) return 0;
  const spare = parent.endMs - parent.startMs - (child.endMs - child.startMs);
  return parent.startMs + Math.max(0, spare) / 2 - child.startMs;
}

/** Moves time 0 to the first start again, and each list of children into the order of starts. */
function rebase(tree: TraceTree, nodes: TraceNode[]): TraceTree {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const node of nodes) {
    first = Math.min(first, node.startMs);
    last = Math.max(last, node.endMs);
  }
  if (nodes.length === 0) return tree;
  if (first !== 0) {
    for (const node of nodes) {
      node.startMs -= first;
      node.endMs -= first;
    }
  }
  for (const node of nodes) {
    node.children = [...node.children].sort((a, b) => (nodes[a]?.startMs ?? 0) - (nodes[b]?.startMs ?? 0) || a - b);
  }
  return { ...tree, nodes, startUnixMs: tree.startUnixMs + first, durationMs: last - first };
}
