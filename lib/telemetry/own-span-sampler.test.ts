import { ROOT_CONTEXT, SpanKind, TraceFlags, trace } from "@opentelemetry/api";
import { SamplingDecision } from "@opentelemetry/sdk-trace-node";
import { describe, expect, it } from "vitest";
import { MUTATION_ATTRIBUTE, OwnSpanSampler } from "./own-span-sampler";

const kept = (sampler: OwnSpanSampler, attributes = {}, parent = ROOT_CONTEXT) =>
  sampler.shouldSample(parent, "1".repeat(32), "x", SpanKind.INTERNAL, attributes, []).decision ===
  SamplingDecision.RECORD_AND_SAMPLED;

describe("OwnSpanSampler", () => {
  it("keeps every mutation and a trickle of reads", () => {
    let now = 0;
    const sampler = new OwnSpanSampler(() => now);
    const reads = Array.from({ length: 100 }, () => kept(sampler)).filter(Boolean).length;
    expect(reads).toBe(5);
    expect(Array.from({ length: 50 }, () => kept(sampler, { [MUTATION_ATTRIBUTE]: true })).every(Boolean)).toBe(true);
    now += 2000;
    expect(kept(sampler)).toBe(true);
    expect(kept(sampler)).toBe(false);
  });

  it("follows its parent and leaves Next's spans out", () => {
    const sampler = new OwnSpanSampler(() => 0);
    const under = (traceFlags: TraceFlags) =>
      trace.setSpanContext(ROOT_CONTEXT, { traceId: "a".repeat(32), spanId: "b".repeat(16), traceFlags });
    expect(kept(sampler, {}, under(TraceFlags.SAMPLED))).toBe(true);
    expect(kept(sampler, {}, under(TraceFlags.NONE))).toBe(false);
    expect(kept(sampler, { "next.span_type": "BaseServer.handleRequest" })).toBe(false);
  });
});
