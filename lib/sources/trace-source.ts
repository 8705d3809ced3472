import type { Span, TraceQuery, TraceSummary } from "../model/span";

export interface TraceSearchResult {
  traces: TraceSummary[];
  /** how many matched before `limit`, as far as the source counted */
  matched: number;
  partial: boolean;
}

/** Where traces are read from: our own store, later Jaeger, Tempo, Zipkin. Throws HeddleError `unavailable` or `timeout`. */
export interface TraceSource {
  readonly name: string;
  search(query: TraceQuery): Promise<TraceSearchResult>;
  /** All spans of one trace (32 hex digits), [] when there is none. */
  get(traceId: string): Promise<Span[]>;
  services(window: { startMs: number; endMs: number }): Promise<string[]>;
  operations(service: string, window: { startMs: number; endMs: number }): Promise<string[]>;
}
