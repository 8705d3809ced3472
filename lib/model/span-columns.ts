/**
 * The columns of stored spans: names and ClickHouse types, in the order in which ingest writes them into its spool
 * files (ClickHouse `Native` format) and in which the store's table declares them.
 * - ids are raw bytes; `parentSpanId` is eight zero bytes at a root. `startTime` is ns since the epoch, UTC.
 * - `kind` and `status` are OTLP's numbers (kind 0..5, status 0 unset, 1 ok, 2 error).
 * - `service` is the span's service name; `namespace` and `workload` who emitted it ("" when it cannot be told).
 * - `peer` is the host that a client span called (reviews.shop.svc.cluster.local, db.example.com), "" when unknown.
 * - `code` is the HTTP status, or the gRPC status for gRPC calls ("" when the span has none).
 * - `attributes` keeps order and repeated keys. `attributeTypes` is "" when every value is a string, else one letter
 *   a value: s string, i int64, d double, b bool, x bytes (base64), j array or map (OTLP/JSON AnyValue), n empty.
 * - `resource`: OTLP/JSON of the ResourceSpans without its scopes, {"resource":{"attributes":[…]},"schemaUrl":"…"};
 *   `scope`: the same of the ScopeSpans without its spans, {"scope":{"name":"…"},"schemaUrl":"…"}.
 * - `events`, `links`: OTLP/JSON arrays, "" when there are none. `dropped`: OTLP/JSON object of the non-zero counts
 *   (droppedAttributesCount, droppedEventsCount, droppedLinksCount), "" when all are zero.
 * Marks ingest makes are attributes: `heddle.truncated` (keys whose values were cut), `heddle.original_start`
 * (ns, when the clock was so far off that the start was replaced by the time of arrival).
 */
export const SPAN_COLUMNS = [
  ["mesh", "LowCardinality(String)"],
  ["traceId", "FixedString(16)"],
  ["spanId", "FixedString(8)"],
  ["parentSpanId", "FixedString(8)"],
  ["startTime", "DateTime64(9, 'UTC')"],
  ["durationNs", "UInt64"],
  ["kind", "UInt8"],
  ["status", "UInt8"],
  ["flags", "UInt32"],
  ["service", "LowCardinality(String)"],
  ["namespace", "LowCardinality(String)"],
  ["workload", "LowCardinality(String)"],
  ["name", "LowCardinality(String)"],
  ["peer", "LowCardinality(String)"],
  ["code", "LowCardinality(String)"],
  ["statusMessage", "String"],
  ["traceState", "String"],
  ["attributes", "Map(LowCardinality(String), String)"],
  ["attributeTypes", "String"],
  ["resource", "LowCardinality(String)"],
  ["scope", "LowCardinality(String)"],
  ["events", "String"],
  ["links", "String"],
  ["dropped", "String"],
] as const;

export type SpanColumn = (typeof SPAN_COLUMNS)[number][0];
