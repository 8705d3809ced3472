import type { Attributes, AttributeValue, Span } from "../model/span";

const KINDS = { unspecified: 0, internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
const STATUSES = { unset: 0, ok: 1, error: 2 } as const;

/**
 * Spans as OTLP JSON (`TracesData`): one resourceSpans entry a resource, one scopeSpans entry a scope. Ids are hex, 64-bit numbers
 * strings, enums numbers. Source: OTLP 1.x, "JSON Protobuf Encoding". Bytes were base64 text when they were stored and stay text.
 */
export function otlpTrace(spans: readonly Span[]): { resourceSpans: unknown[] } {
  const byResource = groupBy(spans, ({ resource }) => JSON.stringify(resource));
  return {
    resourceSpans: byResource.map((sameResource) => ({
      resource: { attributes: keyValues(sameResource[0]?.resource ?? {}) },
      scopeSpans: groupBy(sameResource, ({ scopeName, scopeVersion }) => `${scopeName}\n${scopeVersion}`).map(
        (sameScope) => ({
          scope: { name: sameScope[0]?.scopeName ?? "", version: sameScope[0]?.scopeVersion ?? "" },
          spans: sameScope.map(otlpSpan),
        }),
      ),
    })),
  };
}

function otlpSpan(span: Span) {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId ? { parentSpanId: span.parentSpanId } : {}),
    ...(span.traceState ? { traceState: span.traceState } : {}),
    flags: span.flags,
    name: span.name,
    kind: KINDS[span.kind],
    startTimeUnixNano: span.startUnixNano,
    endTimeUnixNano: span.endUnixNano,
    attributes: keyValues(span.attributes),
    events: span.events.map(({ name, timeUnixNano, attributes }) => ({
      name,
      timeUnixNano,
      attributes: keyValues(attributes),
    })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({
      traceId,
      spanId,
      attributes: keyValues(attributes),
    })),
    status: { code: STATUSES[span.status], ...(span.statusMessage ? { message: span.statusMessage } : {}) },
  };
}

function keyValues(attributes: Attributes) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: AttributeValue): Record<string, unknown> {
  if (value === null) return {};
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") {
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: keyValues(value) } };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}
