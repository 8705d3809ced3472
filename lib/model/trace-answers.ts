import { z } from "zod";
import { type Attributes, Span, TraceSummary } from "./span";

/** The answer of GET /api/v1/traces. `matched`: how many matched before `limit`, as far as the source counted. */
export const TraceSearchAnswer = z.object({
  traces: z.array(TraceSummary),
  matched: z.number().int().nonnegative(),
  partial: z.boolean(),
});
export type TraceSearchAnswer = z.infer<typeof TraceSearchAnswer>;

/** Attributes without a look at every value: what JSON can hold is all they may be. 10,000 spans are checked in a third of the time. */
const AnyAttributes = z.looseObject({}) as unknown as z.ZodType<Attributes>;

const LooseSpan = Span.extend({ attributes: AnyAttributes, resource: AnyAttributes });

/** The answer of GET /api/v1/traces/{id}?view=analysis. */
export const TraceAnswer = z.object({ traceId: z.string(), spans: z.array(LooseSpan) });
export type TraceAnswer = z.infer<typeof TraceAnswer>;

/** The answer of GET /api/v1/trace-services and /api/v1/trace-operations. */
export const NamesAnswer = z.object({ names: z.array(z.string()) });
export type NamesAnswer = z.infer<typeof NamesAnswer>;
