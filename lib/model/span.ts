import { z } from "zod";

export const SpanKind = z.enum(["unspecified", "internal", "server", "client", "producer", "consumer"]);
export type SpanKind = z.infer<typeof SpanKind>;

export const SpanStatus = z.enum(["unset", "ok", "error"]);
export type SpanStatus = z.infer<typeof SpanStatus>;

/** An OTLP AnyValue in plain JSON; bytes become base64 strings. */
export type AttributeValue = string | number | boolean | null | AttributeValue[] | { [key: string]: AttributeValue };
export const AttributeValue: z.ZodType<AttributeValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(AttributeValue),
    z.record(z.string(), AttributeValue),
  ]),
);
export const Attributes = z.record(z.string(), AttributeValue);
export type Attributes = z.infer<typeof Attributes>;

/**
 * A span as the console works with it. Ids are lower-case hex (32 and 16 digits). Times are decimal strings of
 * nanoseconds since the epoch, since 2^53 ns is exceeded. Source: OTLP trace proto v1.
 */
export const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string(),
  name: z.string(),
  kind: SpanKind,
  startUnixNano: z.string(),
  endUnixNano: z.string(),
  status: SpanStatus,
  statusMessage: z.string(),
  service: z.string(),
  attributes: Attributes,
  resource: Attributes,
  scopeName: z.string(),
  scopeVersion: z.string(),
  traceState: z.string(),
  flags: z.number().int(),
  events: z.array(z.object({ name: z.string(), timeUnixNano: z.string(), attributes: Attributes })),
  links: z.array(z.object({ traceId: z.string(), spanId: z.string(), attributes: Attributes })),
});
export type Span = z.infer<typeof Span>;

/** One row of the trace list. */
export const TraceSummary = z.object({
  traceId: z.string(),
  rootService: z.string(),
  rootName: z.string(),
  startMs: z.number(),
  durationMs: z.number(),
  spanCount: z.number().int(),
  errorCount: z.number().int(),
  /** HTTP status of the root span, "" when it has none. */
  rootCode: z.string(),
  /** Self time by service, largest first; sums to at most durationMs. */
  services: z.array(
    z.object({ service: z.string(), spanCount: z.number().int(), errorCount: z.number().int(), timeMs: z.number() }),
  ),
});
export type TraceSummary = z.infer<typeof TraceSummary>;

export const TraceQuery = z.object({
  service: z.string().optional(),
  operation: z.string().optional(),
  /** key -> wanted value, all must hold on one span of the trace */
  tags: z.record(z.string(), z.string()).default({}),
  errorsOnly: z.boolean().default(false),
  minDurationMs: z.number().nonnegative().optional(),
  maxDurationMs: z.number().nonnegative().optional(),
  /** traces in which a span of `source` workload leads to one of `destination` (an edge of the graph) */
  source: z.string().optional(),
  destination: z.string().optional(),
  startMs: z.number(),
  endMs: z.number(),
  limit: z.number().int().min(1).max(1500).default(100),
});
export type TraceQuery = z.infer<typeof TraceQuery>;
