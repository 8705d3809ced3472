import type { z } from "zod";
import { ErrorBody } from "../model/error-code";
import { SessionInfo } from "../model/session-info";
import { ApiError } from "./api-error";
import { paths } from "./paths";

const BASE = "/api/v1/";

export type QueryValue = string | number | boolean | null | undefined;

export interface ApiCall {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  query?: Record<string, QueryValue>;
  /** sent as JSON, or as it is when a string (with `contentType`) */
  body?: unknown;
  contentType?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** asked before there is a session: a 401 is an answer here, not a reason to leave for the sign-in page */
  keepOn401?: boolean;
}

let csrfToken: string | undefined;

/** The session's token for mutations; the session query and the sign-in page hand it over. */
export function rememberCsrf(token: string): void {
  csrfToken = token;
}

/** Address of an API resource below /api/v1/, empty query values left out. */
export function apiUrl(path: string, query: Record<string, QueryValue> = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "" && value !== false) search.set(key, String(value));
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

/**
 * Calls our API and parses the answer with `schema`. Throws ApiError with the server's what, why and next; an answer that
 * does not fit the schema is an `internal` one. A 401 leaves for the sign-in page.
 */
export async function apiFetch<S extends z.ZodType>(schema: S, path: string, call: ApiCall = {}): Promise<z.infer<S>> {
  const response = await apiResponse(path, call);
  const body: unknown = response.status === 204 ? null : await readJson(response);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiError("internal", {
    what: "The console answered in a form this page does not know.",
    why: parsed.error.issues
      .slice(0, 3)
      .map((i) => `${i.path.join(".") || "answer"}: ${i.message}`)
      .join("; "),
    next: "Reload the page; after an update of the console an open page may be too old.",
    status: response.status,
  });
}

/** The raw answer of a call that succeeded (2xx), with the same errors as `apiFetch`. */
export async function apiResponse(path: string, call: ApiCall = {}): Promise<Response> {
  const method = call.method ?? "GET";
  const headers = new Headers({ accept: "application/json", ...call.headers });
  if (call.body !== undefined) headers.set("content-type", call.contentType ?? "application/json");
  if (method !== "GET" && !call.keepOn401) headers.set("x-heddle-csrf", await csrf());
  const response = await send(apiUrl(path, call.query), {
    method,
    headers,
    credentials: "same-origin",
    ...(call.body === undefined ? {} : { body: typeof call.body === "string" ? call.body : JSON.stringify(call.body) }),
    ...(call.signal ? { signal: call.signal } : {}),
  });
  if (response.ok) return response;
  throw await failure(response, call.keepOn401 ?? false);
}

async function csrf(): Promise<string> {
  if (csrfToken === undefined) {
    const response = await fetch(apiUrl("session"), { credentials: "same-origin" });
    const parsed = SessionInfo.safeParse(response.ok ? await response.json() : null);
    csrfToken = parsed.success ? parsed.data.csrfToken : "";
  }
  return csrfToken;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError("unavailable", {
      what: "The console does not answer.",
      why: cause instanceof Error ? cause.message : String(cause),
      next: "This page tries again by itself; check that the console still runs.",
      status: 0,
      cause,
    });
  }
}

async function failure(response: Response, keepOn401: boolean): Promise<ApiError> {
  if (response.status === 401 && !keepOn401) leaveForSignIn();
  if (response.status === 401 || response.status === 403) csrfToken = undefined;
  const parsed = ErrorBody.safeParse(await readJson(response));
  if (parsed.success) {
    const { code, ...parts } = parsed.data.error;
    return new ApiError(code, { ...parts, status: response.status });
  }
  return new ApiError("unavailable", {
    what: `The console answered with status ${response.status}.`,
    why: response.statusText || "It gave no reason.",
    next: "Try again in a moment.",
    status: response.status,
  });
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function leaveForSignIn(): void {
  if (typeof window === "undefined" || window.location.pathname.startsWith(paths.signIn())) return;
  window.location.assign(paths.signIn(window.location.pathname + window.location.search));
}
