import { z } from "zod";
import { Span, TraceSummary } from "./span";

/** The answer of GET /api/v1/traces. `matched`: how many matched before `limit`, as far as the source counted. */
export const TraceSearchAnswer = z.object({
  traces: z.array(TraceSummary),
  matched: z.number().int().nonnegative(),
  partial: z.boolean(),
});
export type TraceSearchAnswer = z.infer<typeof TraceSearchAnswer>;

/** The answer of GET /api/v1/traces/{id}?view=analysis. */
export const TraceAnswer = z.object({ traceId: z.string(), spans: z.array(Span) });
export type TraceAnswer = z.infer<typeof TraceAnswer>;

/** The answer of GET /api/v1/trace-services and /api/v1/trace-operations. */
export const NamesAnswer = z.object({ names: z.array(z.string()) });
export type NamesAnswer = z.infer<typeof NamesAnswer>;
