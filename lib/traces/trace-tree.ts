import type { Span } from "../model/span";

/** A span in its place. Times are ms since the trace's first start; `end` is never before `start`. */
export interface TraceNode {
  /** position in TraceTree.nodes */
  index: number;
  /** the span id, made unique within the trace: "…~2" for the second span with the same id */
  id: string;
  span: Span;
  startMs: number;
  endMs: number;
  /** how far its clock was moved, ms; 0 when it was not */
  shiftMs: number;
  /** index of the parent; -1: a root */
  parent: number;
  /** indices, by start */
  children: number[];
  depth: number;
  /** what is odd about it, in words */
  warnings: string[];
}

/** All spans of one trace in pre-order: a parent stands before its children. */
export interface TraceTree {
  traceId: string;
  /** epoch ms of the first start, with its fraction */
  startUnixMs: number;
  durationMs: number;
  nodes: TraceNode[];
  /** indices of spans without a parent in the trace, by start */
  roots: number[];
  /** spans that name a parent which did not arrive */
  missingParents: number;
  /** exact copies that were left out */
  copies: number;
}
