import type { Span } from "../model/span";
import { epochMs, isBefore, type Moment, momentOf, msSince } from "./nanos";
import { type Placed, splitSharedIds } from "./split-shared-ids";
import type { TraceNode, TraceTree } from "./trace-tree";

/**
 * The tree of one trace, whatever arrived: spans with missing parents become roots, rings of parents are cut at their
 * earliest span, copies are dropped, ids shared by two spans are told apart, an end before its start counts as the start.
 * Takes no recursion, so depth has no limit. Every span that is not a copy is in the tree exactly once.
 */
export function buildTree(spans: readonly Span[]): TraceTree {
  const { placed, copies } = splitSharedIds(spans);
  const base = earliest(placed);
  const drafts = placed.map((place) => draft(place, base));
  const missingParents = link(placed, drafts);
  cutRings(drafts);
  const children = childLists(drafts);
  const order = preOrder(drafts, children);
  return number({ placed, drafts, order, base, missingParents, copies });
}

interface Draft extends Omit<TraceNode, "index" | "children" | "depth"> {
  depth: number;
}

function earliest(placed: readonly Placed[]): Moment {
  let first: Moment | null = null;
  for (const { span } of placed) {
    const moment = momentOf(span.startUnixNano);
    if (first === null || isBefore(moment, first)) first = moment;
  }
  return first ?? { sec: 0, nanos: 0 };
}

function draft({ id, span, warnings }: Placed, base: Moment): Draft {
  const startMs = msSince(base, span.startUnixNano);
  const endMs = msSince(base, span.endUnixNano);
  if (endMs < startMs) warnings.push("It ends before it starts; shown without a length");
  return { id, span, startMs, endMs: Math.max(startMs, endMs), shiftMs: 0, parent: -1, depth: 0, warnings };
}

/** Sets parents (as positions in `drafts`); gives the number of spans whose parent did not arrive. */
function link(placed: readonly Placed[], drafts: Draft[]): number {
  const at = new Map(placed.map((place, i) => [place.id, i]));
  let missing = 0;
  placed.forEach((place, i) => {
    const own = drafts[i];
    if (!own || isNone(place.parentId)) return;
    const parent = at.get(place.parentId);
    if (parent === undefined || parent === i) {
      missing++;
      own.warnings.push(parent === i ? "It names itself as its parent" : "Its parent did not arrive");
    } else own.parent = parent;
  });
  return missing;
}

function isNone(parentId: string): boolean {
  return parentId === "" || /^0+$/.test(parentId);
}

/** Walks up from every span once; a way that bites its own tail is cut at the earliest span on it. */
function cutRings(drafts: Draft[]): void {
  const state = new Uint8Array(drafts.length);
  for (let start = 0; start < drafts.length; start++) {
    const way: number[] = [];
    let at = start;
    while (at >= 0 && state[at] === 0) {
      state[at] = 1;
      way.push(at);
      at = drafts[at]?.parent ?? -1;
    }
    if (at >= 0 && state[at] === 1) cut(drafts, way.slice(way.indexOf(at)));
    for (const i of way) state[i] = 2;
  }
}

function cut(drafts: Draft[], ring: number[]): void {
  let first = drafts[ring[0] ?? 0];
  for (const i of ring) {
    const candidate = drafts[i];
    if (first && candidate && candidate.startMs < first.startMs) first = candidate;
  }
  if (!first) return;
  first.parent = -1;
  first.warnings.push("Its parents lead back to itself; shown as a root");
}

function childLists(drafts: readonly Draft[]): number[][] {
  const lists: number[][] = drafts.map(() => []);
  drafts.forEach((d, i) => {
    if (d.parent >= 0) lists[d.parent]?.push(i);
  });
  for (const list of lists) list.sort((a, b) => byStart(drafts, a, b));
  return lists;
}

function byStart(drafts: readonly Draft[], a: number, b: number): number {
  const [x, y] = [drafts[a], drafts[b]];
  return x && y ? x.startMs - y.startMs || y.endMs - x.endMs || a - b : 0;
}

function preOrder(drafts: Draft[], children: readonly number[][]): number[] {
  const roots = drafts.flatMap((d, i) => (d.parent < 0 ? [i] : [])).sort((a, b) => byStart(drafts, a, b));
  const order: number[] = [];
  const stack = roots.reverse();
  while (stack.length > 0) {
    const i = stack.pop() ?? 0;
    order.push(i);
    const own = drafts[i];
    const kids = children[i] ?? [];
    for (let k = kids.length - 1; k >= 0; k--) {
      const kid = kids[k] ?? 0;
      const child = drafts[kid];
      if (child && own) child.depth = own.depth + 1;
      stack.push(kid);
    }
  }
  return order;
}

function number(parts: {
  placed: readonly Placed[];
  drafts: readonly Draft[];
  order: readonly number[];
  base: Moment;
  missingParents: number;
  copies: number;
}): TraceTree {
  const { drafts, order } = parts;
  const newIndex = new Int32Array(drafts.length).fill(-1);
  order.forEach((old, index) => {
    newIndex[old] = index;
  });
  const nodes = order.flatMap((old, index): TraceNode[] => {
    const d = drafts[old];
    return d ? [{ ...d, index, parent: d.parent < 0 ? -1 : (newIndex[d.parent] ?? -1), children: [] }] : [];
  });
  let durationMs = 0;
  for (const node of nodes) {
    if (node.parent >= 0) nodes[node.parent]?.children.push(node.index);
    durationMs = Math.max(durationMs, node.endMs);
  }
  return {
    traceId: nodes[0]?.span.traceId ?? "",
    startUnixMs: epochMs(parts.base),
    durationMs,
    nodes,
    roots: nodes.filter((n) => n.parent < 0).map((n) => n.index),
    missingParents: parts.missingParents,
    copies: parts.copies,
  };
}
