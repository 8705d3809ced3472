import { hopRow, spanRow } from "./make-row";
import { markAttempts } from "./mark-attempts";
import { answers, asks, isProxySpan } from "./span-facts";
import type { TraceRow } from "./trace-row";
import type { TraceNode, TraceTree } from "./trace-tree";

/** Spans that make one row, and the spans whose rows stand below it. */
interface Fold {
  /** asking side, outermost first */
  clients: TraceNode[];
  /** answering side, outermost first */
  servers: TraceNode[];
  below: TraceNode[];
}

interface Waiting {
  node: TraceNode;
  /** asking spans that this try shares with others */
  shared: TraceNode[];
  parent: number;
}

/**
 * The rows of the waterfall in the order they are shown. `fold`: one hop is one row - the caller's client span, its proxy,
 * the callee's proxy and the callee's server span together. Otherwise every span is a row. Each span is in at least one row;
 * an asking span that several servers answered (tries) is shared by theirs. Iterative: depth has no limit.
 */
export function traceRows(tree: TraceTree, fold: boolean): TraceRow[] {
  const rows: TraceRow[] = [];
  const stack: Waiting[] = [];
  const push = (waiting: Waiting[]) => {
    for (const one of waiting.reverse()) stack.push(one);
  };
  push(nodesOf(tree, tree.roots).map((node) => ({ node, shared: [], parent: -1 })));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, shared, parent } = next;
    const folded = fold ? foldFrom(tree, node, shared) : alone(tree, node);
    const tries = triesOf(folded);
    if (tries.length > 1) {
      // Each server that answered the one asking span gets a row of its own.
      push(folded.below.map((n) => ({ node: n, shared: tries.includes(n) ? folded.clients : [], parent })));
      continue;
    }
    const row = fold ? hopRow(folded, node, shared.length > 0) : spanRow(node);
    row.index = rows.length;
    row.parent = parent;
    row.depth = parent < 0 ? 0 : (rows[parent]?.depth ?? 0) + 1;
    rows.push(row);
    rows[parent]?.children.push(row.index);
    push(folded.below.map((n) => ({ node: n, shared: [], parent: row.index })));
  }
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i];
    const parent = row && rows[row.parent];
    if (row && parent) parent.below += row.below + 1;
  }
  if (fold) markAttempts(tree, rows);
  return rows;
}

function nodesOf(tree: TraceTree, indices: readonly number[]): TraceNode[] {
  return indices.flatMap((i) => tree.nodes[i] ?? []);
}

function alone(tree: TraceTree, node: TraceNode): Fold {
  return { clients: [], servers: [], below: nodesOf(tree, node.children) };
}

function triesOf(folded: Fold): TraceNode[] {
  const open = folded.clients.length > 0 && folded.servers.length === 0;
  return open ? folded.below.filter((n) => answers(n.span)) : [];
}

/** Follows a hop inwards from `node`: asking spans, then answering ones, as long as each has just the one next. */
function foldFrom(tree: TraceTree, node: TraceNode, shared: readonly TraceNode[]): Fold {
  const clients = [...shared];
  const servers: TraceNode[] = [];
  let at = node;
  if (!asks(at.span) && !answers(at.span)) return { clients: [], servers: [], below: nodesOf(tree, at.children) };
  for (;;) {
    if (asks(at.span)) clients.push(at);
    else servers.push(at);
    const kids = nodesOf(tree, at.children);
    const next = kids.length === 1 ? kids[0] : undefined;
    if (!next || !continues(at, next)) return { clients, servers, below: kids };
    at = next;
  }
}

/** Whether `inner` is the next span of the same hop: proxies stand inside the client and outside the server. */
function continues(outer: TraceNode, inner: TraceNode): boolean {
  if (outer.span.kind === "producer" || inner.span.kind === "consumer") return false;
  if (asks(outer.span)) return answers(inner.span) || (asks(inner.span) && isProxySpan(inner.span));
  return answers(inner.span) && isProxySpan(outer.span);
}
