import type { EdgeRow } from "../model/edge-sample";

/**
 * A closed spool file of spans: one or more blocks in ClickHouse's `Native` format whose columns are exactly
 * SPAN_COLUMNS (lib/model/span-columns.ts). Embedded, the store reads it in place:
 * `INSERT INTO spans (…) SELECT … FROM file('<path>', Native) SETTINGS insert_deduplication_token = '<token>', max_threads = 1`
 * (measured: 6.5 µs of CPU a span with merges); on a server, it streams the file as the body of `INSERT … FORMAT Native`.
 */
export interface SpanSegment {
  /** absolute path; the file does not change and is deleted by ingest after the insert */
  path: string;
  /** The same token always means the same rows: a repeated insert must not store them twice (table setting non_replicated_deduplication_window). */
  token: string;
  rows: number;
  bytes: number;
}

/**
 * Where ingest puts what it took in; the store implements it (openTelemetryStore). Both calls resolve once the rows are durable in
 * the store. They throw HeddleError `invalid_input` when the rows can never be stored (ingest then sets them aside and
 * counts them) and anything else when trying again may help (ingest keeps them, slows its senders and tries again).
 */
export interface TelemetrySink {
  insertSpans(segment: SpanSegment): Promise<void>;
  /** Rows of closed and of late buckets; counts add up with rows already stored. `token` as for spans. */
  insertEdges(rows: readonly EdgeRow[], token: string): Promise<void>;
}
