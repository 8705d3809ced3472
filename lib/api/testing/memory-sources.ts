import type { EdgeSample } from "../../model/edge-sample";
import type { Span } from "../../model/span";
import type { MetricsSource, WindowQuery } from "../../sources/metrics-source";
import type { TraceSource } from "../../sources/trace-source";

/** Edge traffic held in memory: what a test put in, for every window. */
export class MemoryMetricsSource implements MetricsSource {
  readonly name = "memory";
  samples: EdgeSample[] = [];
  readonly asked: WindowQuery[] = [];

  async edgeSamples(query: WindowQuery) {
    this.asked.push(query);
    const { namespaces, fromMs, toMs } = query;
    const samples = this.samples.filter(
      ({ source, destination }) =>
        namespaces === null || namespaces.includes(source.namespace) || namespaces.includes(destination.namespace),
    );
    return { samples, fromMs, toMs, recordedFromMs: fromMs, sources: [{ name: this.name, ok: true }] };
  }

  async series() {
    return { stepSec: 5, points: [] };
  }
}

/** Spans held in memory. */
export class MemoryTraceSource implements TraceSource {
  readonly name = "memory";
  spans: Span[] = [];

  async search() {
    return { traces: [], matched: 0, partial: false };
  }

  async get(traceId: string) {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async services() {
    return [...new Set(this.spans.map((span) => span.service))];
  }

  async operations(service: string) {
    return this.spans.filter((span) => span.service === service).map((span) => span.name);
  }
}
