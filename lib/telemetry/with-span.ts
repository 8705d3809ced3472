import { type Attributes, context, type Span, type SpanOptions, SpanStatusCode, trace } from "@opentelemetry/api";

const tracer = () => trace.getTracer("heddle");

/**
 * Runs `work` inside one span named by a constant such as "changes.push"; facts go into attributes, never into names.
 * A failure marks the span and is thrown on. Without a tracer provider this costs next to nothing.
 */
export function withSpan<T>(name: string, attributes: Attributes, work: (span: Span) => Promise<T>): Promise<T> {
  return inSpan(name, { attributes }, work);
}

/** As withSpan, at the head of a new trace: whatever runs above (Next's own span of the request) has no say in it. */
export function withRootSpan<T>(name: string, attributes: Attributes, work: (span: Span) => Promise<T>): Promise<T> {
  return inSpan(name, { attributes, root: true }, work);
}

function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(name, options, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The id of the trace that runs now (32 hex digits); undefined when none does. */
export function currentTraceId(): string | undefined {
  const span = trace.getSpanContext(context.active());
  return span && trace.isSpanContextValid(span) ? span.traceId : undefined;
}
