import type { ErrorCode } from "../model/error-code";
import { HeddleError } from "../model/heddle-error";

/** A failed call of our API: what happened, why, and what next, as the server put it. `status` 0: no answer came. */
export class ApiError extends HeddleError {
  readonly status: number;
  readonly traceId: string | undefined;

  constructor(
    code: ErrorCode,
    parts: {
      what: string;
      why: string;
      next: string;
      status: number;
      traceId?: string | undefined;
      details?: unknown;
      cause?: unknown;
    },
  ) {
    super(code, parts);
    this.name = "ApiError";
    this.status = parts.status;
    this.traceId = parts.traceId;
  }
}

/** What to show for anything thrown: our own words where we have them. */
export function describeError(error: unknown): {
  what: string;
  why: string;
  next: string;
  code: ErrorCode;
  traceId: string | undefined;
} {
  if (error instanceof HeddleError) {
    const traceId = error instanceof ApiError ? error.traceId : undefined;
    return { what: error.what, why: error.why, next: error.next, code: error.code, traceId };
  }
  return {
    what: "This part of the page broke.",
    why: error instanceof Error ? error.message : String(error),
    next: "Try again; when it comes back, report it with what you did.",
    code: "internal",
    traceId: undefined,
  };
}
