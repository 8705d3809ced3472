import type { ErrorCode } from "./error-code";

/** The one error class our code throws on purpose. Says what happened, why, and what to do next. */
export class HeddleError extends Error {
  readonly code: ErrorCode;
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly details: unknown;

  constructor(code: ErrorCode, parts: { what: string; why: string; next: string; details?: unknown; cause?: unknown }) {
    super(`${parts.what} ${parts.why}`, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = "HeddleError";
    this.code = code;
    this.what = parts.what;
    this.why = parts.why;
    this.next = parts.next;
    this.details = parts.details;
  }
}

/**
 * Whether something thrown is ours. Next bundles its own copy of the class, so `instanceof` is not enough between
 * the console's server and its routes.
 */
export function isHeddleError(error: unknown): error is HeddleError {
  return (
    error instanceof HeddleError ||
    (error instanceof Error && error.name === "HeddleError" && "code" in error && "what" in error && "next" in error)
  );
}
