/** Where the time of one hop went, ms; null: nothing measured that part. */
export interface HopTimes {
  /** in the caller, around its proxy's call */
  clientMs: number | null;
  /** between the two sides, both ways */
  networkMs: number | null;
  /** in the callee's proxy, around the callee */
  serverProxyMs: number | null;
  /** in the callee, as far as it (or its proxy) says */
  serverMs: number | null;
}

/** One line of the waterfall: a hop with its spans folded, or a span by itself. */
export interface TraceRow {
  /** id of its main span: unique in the trace, stable between views */
  id: string;
  /** position in the list of rows */
  index: number;
  kind: "hop" | "span";
  /** the spans it stands for, outermost first */
  spans: number[];
  /** the one whose operation it shows */
  main: number;
  service: string;
  version: string;
  operation: string;
  startMs: number;
  endMs: number;
  /** the caller had given up by then, but the work went on until `endMs` */
  gaveUpMs: number | null;
  depth: number;
  /** position of the row above it in the tree; -1: none */
  parent: number;
  children: number[];
  /** how many rows are below it, at any depth */
  below: number;
  failed: boolean;
  /** HTTP or gRPC status, "" when none */
  code: string;
  flags: string;
  /** one of several tries of the same call */
  attempt: { number: number; of: number } | null;
  hop: HopTimes | null;
}
