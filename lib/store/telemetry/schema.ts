import { SPAN_COLUMNS, type SpanColumn } from "../../model/span-columns";

/** How old rows may grow, in hours, by table. */
export interface Retention {
  spans: number;
  edges5s: number;
  edges1m: number;
  edges1h: number;
}

/** 5 s rows serve the last day and 1 min rows the last week, whatever the retention of edges; 1 h rows last. */
export function retentionOf(settings: { spanRetentionHours: number; edgeRetentionDays: number }): Retention {
  const edges1h = settings.edgeRetentionDays * 24;
  return {
    spans: settings.spanRetentionHours,
    edges5s: Math.min(24, edges1h),
    edges1m: Math.min(7 * 24, edges1h),
    edges1h,
  };
}

/** LZ4 for what every span has (ZSTD made attributes a fifth smaller, for 1.7 µs of CPU a span); ZSTD for the rest. */
const SPAN_CODECS: Partial<Record<SpanColumn, string>> = {
  startTime: "CODEC(Delta(8), LZ4)",
  events: "CODEC(ZSTD(1))",
  links: "CODEC(ZSTD(1))",
};

const EDGE_FIGURES = `
  count SimpleAggregateFunction(sum, Float64),
  latency SimpleAggregateFunction(sumMap, Map(UInt8, Float64)),
  latencySumMs SimpleAggregateFunction(sum, Float64),
  bytesSent SimpleAggregateFunction(sum, Float64),
  bytesReceived SimpleAggregateFunction(sum, Float64)`;

/** Identity columns of an edge sample: the text ones, in the order they are hashed into the edge's number. */
export const EDGE_IDENTITY_COLUMNS = [
  "sourceNamespace",
  "sourceWorkload",
  "sourceApp",
  "sourceService",
  "sourceVersion",
  "destinationNamespace",
  "destinationWorkload",
  "destinationApp",
  "destinationService",
  "destinationVersion",
  "destinationHost",
  "protocol",
  "code",
  "flags",
  "mtls",
  "sourcePrincipal",
  "destinationPrincipal",
  "reporter",
  "origin",
  "estimated",
] as const;
export type EdgeIdentityColumn = (typeof EDGE_IDENTITY_COLUMNS)[number];

const DEDUPLICATE = "non_replicated_deduplication_window = 10000";
const DROP_WHOLE_PARTS = "ttl_only_drop_parts = 1";

function edgeTable(name: string, partition: string): string {
  return `CREATE TABLE IF NOT EXISTS ${name} (
  mesh LowCardinality(String),
  bucket DateTime('UTC') CODEC(Delta(4), LZ4),
  edge UInt64,${EDGE_FIGURES}
) ENGINE = AggregatingMergeTree PARTITION BY ${partition} ORDER BY (mesh, bucket, edge)
SETTINGS ${DEDUPLICATE}, ${DROP_WHOLE_PARTS}`;
}

function edgeRollUp(name: string, from: string, bucket: string): string {
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${name}_from_5s TO ${name} AS
SELECT mesh, ${bucket} AS bucket, edge, sum(count) AS count, sumMap(latency) AS latency,
  sum(latencySumMs) AS latencySumMs, sum(bytesSent) AS bytesSent, sum(bytesReceived) AS bytesReceived
FROM ${from} GROUP BY mesh, bucket, edge`;
}

const SPAN_TABLE = `CREATE TABLE IF NOT EXISTS spans (
  ${SPAN_COLUMNS.map(([name, type]) => `${name} ${type} ${SPAN_CODECS[name] ?? ""}`).join(",\n  ")},
  INDEX byTrace traceId TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX byTagValue mapValues(attributes) TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = MergeTree
PARTITION BY toYYYYMMDD(startTime) * 100 + toHour(startTime)
ORDER BY (mesh, service, startTime)
SETTINGS ${DEDUPLICATE}, ${DROP_WHOLE_PARTS}`;

const TRACE_TABLE = `CREATE TABLE IF NOT EXISTS traces (
  mesh LowCardinality(String),
  traceId FixedString(16),
  hour DateTime('UTC') CODEC(Delta(4), LZ4),
  start SimpleAggregateFunction(min, DateTime64(9, 'UTC')),
  end SimpleAggregateFunction(max, DateTime64(9, 'UTC'))
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMMDD(hour) * 100 + toHour(hour)
ORDER BY (mesh, traceId, hour)
SETTINGS ${DEDUPLICATE}, ${DROP_WHOLE_PARTS}`;

const TRACE_VIEW = `CREATE MATERIALIZED VIEW IF NOT EXISTS traces_from_spans TO traces AS
SELECT mesh, traceId, toStartOfHour(startTime) AS hour, min(startTime) AS start,
  max(addNanoseconds(startTime, toInt64(least(durationNs, 31536000000000000)))) AS end
FROM spans GROUP BY mesh, traceId, hour`;

const IDENTITY_TABLE = `CREATE TABLE IF NOT EXISTS edge_identities (
  mesh LowCardinality(String),
  edge UInt64,
  day Date,
  ${EDGE_IDENTITY_COLUMNS.map((name) => `${name} LowCardinality(String)`).join(",\n  ")}
) ENGINE = ReplacingMergeTree(day) ORDER BY (mesh, edge)`;

/** Each step runs once, in order, and is noted in schema_steps. Steps are never changed, only added. */
export const SCHEMA_STEPS: readonly (readonly string[])[] = [
  [
    SPAN_TABLE,
    TRACE_TABLE,
    TRACE_VIEW,
    IDENTITY_TABLE,
    edgeTable("edges_5s", "toYYYYMMDD(bucket) * 100 + toHour(bucket)"),
    edgeTable("edges_1m", "toYYYYMMDD(bucket)"),
    edgeTable("edges_1h", "toYYYYMM(bucket)"),
    edgeRollUp("edges_1m", "edges_5s", "toStartOfMinute(bucket)"),
    edgeRollUp("edges_1h", "edges_5s", "toStartOfHour(bucket)"),
  ],
];

/** table -> the TTL expression that its retention asks for */
export function timeToLive(retention: Retention): Record<string, string> {
  const after = (column: string, hours: number) => `toDateTime(${column}) + toIntervalMinute(${Math.ceil(hours * 60)})`;
  return {
    spans: after("startTime", retention.spans),
    traces: after("hour", retention.spans + 1),
    edges_5s: after("bucket", retention.edges5s),
    edges_1m: after("bucket", retention.edges1m),
    edges_1h: after("bucket", retention.edges1h),
    edge_identities: after("day", retention.edges1h + 72),
  };
}
