import type { ErrorCode } from "../../model/error-code";
import { HeddleError } from "../../model/heddle-error";

/** HTTP and gRPC status of an error on the ways telemetry comes in. Sources: OTLP 1.x "failures", gRPC doc/statuscodes.md. */
const STATUS: Partial<Record<ErrorCode, { http: number; grpc: number }>> = {
  invalid_input: { http: 400, grpc: 3 },
  not_found: { http: 404, grpc: 12 },
  method_not_allowed: { http: 405, grpc: 12 },
  too_large: { http: 413, grpc: 8 },
  unsupported_media_type: { http: 415, grpc: 12 },
  overloaded: { http: 429, grpc: 14 },
  rate_limited: { http: 429, grpc: 14 },
  unavailable: { http: 503, grpc: 14 },
  timeout: { http: 503, grpc: 14 },
};

export interface IngestFailure {
  http: number;
  grpc: number;
  message: string;
  /** seconds after which trying again makes sense; undefined: do not try again */
  retryAfterSec?: number;
  /** not one of our own errors: worth a log line */
  unexpected: boolean;
}

const RETRY_AFTER_SEC = 2;

/** What to answer to an error. Errors that are not ours (disk full, bugs) are retryable: nothing was acknowledged. */
export function ingestFailure(error: unknown): IngestFailure {
  const known = error instanceof HeddleError ? STATUS[error.code] : undefined;
  if (error instanceof HeddleError && known !== undefined) {
    const retryable = known.http === 429 || known.http === 503;
    const message = `${error.what} ${error.why} ${error.next}`;
    return { ...known, message, ...(retryable && { retryAfterSec: RETRY_AFTER_SEC }), unexpected: false };
  }
  const message =
    "The telemetry could not be accepted. The collector failed inside; its log says why. Send it again later.";
  return { http: 503, grpc: 14, message, retryAfterSec: RETRY_AFTER_SEC, unexpected: true };
}
