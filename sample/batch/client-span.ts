import { randomBytes } from "node:crypto";

/** One finished call of the batch client. Times are epoch nanoseconds. */
export interface ClientSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  kind: "client" | "internal";
  startUnixNano: bigint;
  endUnixNano: bigint;
  attributes: Record<string, string | number>;
  failed: boolean;
}

export function newTraceId(): string {
  return randomBytes(16).toString("hex");
}

export function newSpanId(): string {
  return randomBytes(8).toString("hex");
}

/** The W3C header that hands a trace on (https://www.w3.org/TR/trace-context/), sampled. */
export function traceparent(traceId: string, spanId: string): string {
  return `00-${traceId}-${spanId}-01`;
}

const KINDS = { internal: 1, client: 3 } as const;

function toAttribute([key, value]: [string, string | number]) {
  return { key, value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value } };
}

/** Spans as an OTLP/JSON ExportTraceServiceRequest of one resource. */
export function toOtlpJson(resource: Record<string, string>, spans: readonly ClientSpan[]): unknown {
  return {
    resourceSpans: [
      {
        resource: { attributes: Object.entries(resource).map(toAttribute) },
        scopeSpans: [
          {
            scope: { name: "heddle-sample" },
            spans: spans.map((span) => ({
              traceId: span.traceId,
              spanId: span.spanId,
              parentSpanId: span.parentSpanId,
              name: span.name,
              kind: KINDS[span.kind],
              startTimeUnixNano: String(span.startUnixNano),
              endTimeUnixNano: String(span.endUnixNano),
              attributes: Object.entries(span.attributes).map(toAttribute),
              status: span.failed ? { code: 2 } : {},
            })),
          },
        ],
      },
    ],
  };
}
