import type { Attributes, Context, Link, SpanKind } from "@opentelemetry/api";
import { trace } from "@opentelemetry/api";
import { type Sampler, SamplingDecision, type SamplingResult } from "@opentelemetry/sdk-trace-node";

/** Set on spans of calls that change something: those are always kept. */
export const MUTATION_ATTRIBUTE = "heddle.mutation";
const READS_PER_SEC = 0.5;
const MOST_SAVED = 5;

/**
 * Keeps every mutation and a trickle of reads, so that the console's polling never drowns the mesh's own traces.
 * Next's spans are left out: ours say more.
 */
export class OwnSpanSampler implements Sampler {
  readonly #now: () => number;
  #tokens = MOST_SAVED;
  #lastMs: number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#lastMs = now();
  }

  shouldSample(
    parent: Context,
    _traceId: string,
    _name: string,
    _kind: SpanKind,
    attributes: Attributes,
    _links: Link[],
  ): SamplingResult {
    const { NOT_RECORD, RECORD_AND_SAMPLED } = SamplingDecision;
    if (attributes["next.span_type"] !== undefined) return { decision: NOT_RECORD };
    const above = trace.getSpanContext(parent);
    if (above && trace.isSpanContextValid(above)) {
      return { decision: (above.traceFlags & 1) === 1 ? RECORD_AND_SAMPLED : NOT_RECORD };
    }
    return { decision: attributes[MUTATION_ATTRIBUTE] === true || this.#take() ? RECORD_AND_SAMPLED : NOT_RECORD };
  }

  toString(): string {
    return "OwnSpanSampler";
  }

  #take(): boolean {
    const now = this.#now();
    this.#tokens = Math.min(MOST_SAVED, this.#tokens + ((now - this.#lastMs) / 1000) * READS_PER_SEC);
    this.#lastMs = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
