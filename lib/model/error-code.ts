import { z } from "zod";

/** The closed set of error codes; each maps to one HTTP status in lib/api and one help line in the UI. */
export const ErrorCode = z.enum([
  "invalid_input",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "refused_by_policy",
  "too_large",
  "unsupported_media_type",
  "method_not_allowed",
  "rate_limited",
  "overloaded",
  "unavailable",
  "timeout",
  "internal",
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** The body of every failed API answer. `what` happened, `why`, and what to do `next`. */
export const ErrorBody = z.object({
  error: z.object({
    code: ErrorCode,
    what: z.string(),
    why: z.string(),
    next: z.string(),
    traceId: z.string().optional(),
    details: z.unknown().optional(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
