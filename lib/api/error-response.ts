import type { z } from "zod";
import type { ErrorBody } from "../model/error-code";
import { HeddleError, isHeddleError } from "../model/heddle-error";
import { ERROR_STATUS } from "./error-status";

const DEFAULT_RETRY_SEC = 2;

/** Anything thrown -> one of our errors. What is not ours stays unnamed: its words may hold secrets, so only a trace id goes out. */
export function toHeddleError(error: unknown): HeddleError {
  if (isHeddleError(error)) return error;
  return new HeddleError("internal", {
    what: "Something in Heddle broke.",
    why: "The reason is in the console's log under the trace id of this answer.",
    next: "Try again; report it with the trace id when it comes back.",
    cause: error,
  });
}

/** A part of a call (path, query, body) that does not fit its schema. */
export function invalidInput(error: z.ZodError, part: string): HeddleError {
  const issues = error.issues.map((issue) => ({
    path: [part, ...issue.path].map(String).join("."),
    message: issue.message,
  }));
  const [first] = issues;
  return new HeddleError("invalid_input", {
    what: "The call does not fit what this address takes.",
    why: first ? `${first.path}: ${first.message}` : "It could not be read.",
    next: "GET /api/v1/openapi.json describes every address.",
    details: { issues: issues.slice(0, 20) },
  });
}

/** The answer to a failed call. */
export function errorResponse(error: HeddleError, traceId: string): Response {
  const { code, what, why, next, details } = error;
  const body: ErrorBody = { error: { code, what, why, next, traceId, ...(details === undefined ? {} : { details }) } };
  const headers = new Headers({ "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  if (code === "unauthenticated") headers.set("www-authenticate", 'Bearer realm="heddle"');
  if (code === "rate_limited" || code === "unavailable" || code === "overloaded") {
    headers.set("retry-after", String(retryAfterSec(details)));
  }
  const allow = allowOf(details);
  if (code === "method_not_allowed" && allow) headers.set("allow", allow);
  return new Response(JSON.stringify(body), { status: ERROR_STATUS[code], headers });
}

function retryAfterSec(details: unknown): number {
  const given = typeof details === "object" && details !== null ? (details as { retryAfterSec?: unknown }) : {};
  return typeof given.retryAfterSec === "number" ? given.retryAfterSec : DEFAULT_RETRY_SEC;
}

function allowOf(details: unknown): string | null {
  const given = typeof details === "object" && details !== null ? (details as { allow?: unknown }) : {};
  return Array.isArray(given.allow) ? given.allow.join(", ") : null;
}
