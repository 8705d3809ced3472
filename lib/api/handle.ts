import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { ANONYMOUS } from "../identity/anonymous";
import { requireRole } from "../identity/authorize";
import { checkCsrf, checkOrigin } from "../identity/check-same-site";
import type { Ctx } from "../identity/ctx";
import { auditFailure } from "../identity/mutate";
import { HeddleError } from "../model/heddle-error";
import { issueWords } from "../model/issue-words";
import type { SessionRow } from "../store/identity-stores";
import { MUTATION_ATTRIBUTE } from "../telemetry/own-span-sampler";
import { currentTraceId, withRootSpan } from "../telemetry/with-span";
import { REMOTE_HEADER } from "./caller";
import type { ConsoleContext } from "./console-context";
import { errorResponse, invalidInput, toHeddleError } from "./error-response";
import { identify } from "./identify";
import { matchRoute, type RouteMatch } from "./match-route";
import { readBody } from "./read-body";
import { type Answer, isMutation, type Route } from "./route";

/** Set by the console's server, which overwrites what a client sends. */
export const REQUEST_ID_HEADER = "x-request-id";
/** Names the trace of an API call; the same id is in its error body, in the log and in the audit log. */
export const TRACE_ID_HEADER = "x-heddle-trace-id";

/**
 * Serves one API call: find the route, who asks, may they, read, run, answer. Every error becomes an ErrorBody, every refused
 * mutation an audit entry. `path` is below /api/v1. `console` undefined: still starting.
 */
export async function handle(
  console: ConsoleContext | undefined,
  routes: readonly Route[],
  request: Request,
  path: string,
): Promise<Response> {
  let requestId = request.headers.get(REQUEST_ID_HEADER) ?? randomBytes(16).toString("hex");
  if (!console) return errorResponse(starting(), requestId);
  const startedMs = performance.now();
  let routePath = "unknown";
  let response: Response;
  try {
    const match = matchRoute(routes, request.method, path);
    routePath = match.route.path;
    const attributes = { "http.route": routePath, [MUTATION_ATTRIBUTE]: isMutation(request.method) };
    response = await withRootSpan(`api ${match.route.method} ${routePath}`, attributes, () => {
      requestId = currentTraceId() ?? requestId;
      return serve(console, match, request, requestId);
    });
  } catch (error) {
    response = failed(console, error, requestId);
  }
  response.headers.set(TRACE_ID_HEADER, requestId);
  const labels = { method: request.method, route: routePath, status: String(response.status) };
  console.metrics.requests.observe(labels, (performance.now() - startedMs) / 1000);
  return response;
}

async function serve(
  console: ConsoleContext,
  { route, params }: RouteMatch,
  request: Request,
  requestId: string,
): Promise<Response> {
  const ctx: Ctx & { via: string } = {
    ...console.app,
    actor: ANONYMOUS,
    via: "",
    remoteAddress: request.headers.get(REMOTE_HEADER) ?? "",
    requestId,
  };
  let session: SessionRow | null = null;
  try {
    ({ actor: ctx.actor, via: ctx.via, session } = await identify(console, request.headers));
    if (isMutation(request.method)) checkSite(console, request.headers, route.signsIn ? null : session);
    if (route.role !== null) requireRole(ctx.actor, route.role);
  } catch (error) {
    await auditRefusal(console, ctx, request.method, route, params, error);
    throw error;
  }
  const input = await readInput(route, params, request);
  const answer = await route.run({ ctx, console, session, headers: request.headers, ...input });
  return respond(route, answer);
}

async function readInput(route: Route, params: Record<string, string>, request: Request) {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const body = route.body ? await readBody(request, { yaml: route.yamlBody }) : undefined;
  return {
    params: parsePart(route.params, params, "path"),
    query: parsePart(route.query, query, "query"),
    body: parsePart(route.body, body, "body"),
  };
}

function parsePart(schema: z.ZodType | null, value: unknown, part: string): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value, { error: issueWords });
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error, part);
}

function checkSite(console: ConsoleContext, headers: Headers, session: SessionRow | null): void {
  const facts = {
    origin: headers.get("origin"),
    fetchSite: headers.get("sec-fetch-site"),
    csrf: headers.get("x-heddle-csrf"),
    allowedOrigins: console.settings.allowedOrigins,
  };
  checkOrigin(facts);
  if (session) checkCsrf(facts, session);
}

/** Refused mutations are audited; those of strangers only as long as their address is under its limit, so that nobody fills the log. */
async function auditRefusal(
  console: ConsoleContext,
  ctx: Ctx,
  method: string,
  route: Route,
  params: Record<string, string>,
  error: unknown,
): Promise<void> {
  if (!isMutation(method)) return;
  if (ctx.actor === ANONYMOUS && !console.failures.fail(ctx.remoteAddress)) return;
  const target = Object.values(params).join("/");
  await auditFailure(
    ctx,
    { action: `${route.method} ${route.path}`, target, namespace: params.namespace ?? "" },
    error,
  );
}

function respond(
  route: Route,
  { body, status = 200, headers: given = {}, cookies = [], text, stream }: Answer<unknown>,
): Response {
  const headers = new Headers({ "cache-control": "no-store", vary: "accept, cookie, authorization", ...given });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  if (status === 204 || status === 303) return new Response(null, { status, headers });
  if (stream ?? text) headers.set("content-type", `${(stream ?? text)?.contentType}; charset=utf-8`);
  if (stream) return new Response(stream.content, { status, headers });
  if (text) return new Response(text.content, { status, headers });
  headers.set("content-type", "application/json; charset=utf-8");
  return new Response(JSON.stringify(route.output.parse(body)), { status, headers });
}

function failed({ app, metrics }: ConsoleContext, error: unknown, requestId: string): Response {
  const known = toHeddleError(error);
  metrics.refusals.inc({ code: known.code });
  if (known.code === "internal") app.log.error({ err: known.cause ?? error, requestId }, "API call broke");
  else if (known.cause !== undefined) app.log.warn({ err: known.cause, code: known.code, requestId }, known.what);
  return errorResponse(known, requestId);
}

function starting(): HeddleError {
  return new HeddleError("unavailable", {
    what: "The console is starting.",
    why: "Its stores are not open yet.",
    next: "Try again in a moment.",
  });
}
