import type { IncomingMessage, ServerResponse } from "node:http";
import { sameSecret } from "../identity/secret-token";
import type { ScrapeTarget } from "../model/proxy";
import type { Readiness } from "./readiness";

/** What the console answers outside Next and outside the API. */
export interface OwnEndpoints {
  readiness(): Promise<Readiness>;
  metrics(): Promise<{ contentType: string; text: string }>;
  scrapeTargets(): ScrapeTarget[];
  /** the address of a fresh one-time sign-in link */
  signInLink(remoteAddress: string): Promise<string>;
  /** HEDDLE_INTERNAL_TOKEN; undefined: the ways between the processes are closed */
  internalToken: string | undefined;
}

type Handler = (own: OwnEndpoints, request: IncomingMessage, response: ServerResponse) => Promise<void>;

const HANDLERS: Record<string, Handler> = {
  "GET /healthz": async (_own, _request, response) => json(response, 200, { ok: true }),
  "GET /readyz": async (own, _request, response) => {
    const state = await own.readiness();
    json(response, state.ready ? 200 : 503, state);
  },
  "GET /metrics": async (own, _request, response) => {
    const { contentType, text } = await own.metrics();
    response.writeHead(200, { "content-type": contentType }).end(text);
  },
  "GET /internal/scrape-targets": internal(async (own, _request, response) => json(response, 200, own.scrapeTargets())),
  "POST /internal/sign-in-link": internal(async (own, request, response) => {
    json(response, 201, { url: await own.signInLink(request.socket.remoteAddress ?? "") });
  }),
};

/** Serves /healthz, /readyz, /metrics and /internal/*; false: the path is someone else's. */
export async function serveOwnEndpoint(
  own: OwnEndpoints,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const path = (request.url ?? "").split("?")[0] ?? "";
  const method = request.method === "HEAD" ? "GET" : request.method;
  const handler = HANDLERS[`${method} ${path}`];
  if (!handler) {
    if (!path.startsWith("/internal/")) return false;
    json(response, 404, { error: "not found" });
    return true;
  }
  await handler(own, request, response);
  return true;
}

/** Only with the token made at start. Without the right one nobody learns what there is. */
function internal(handler: Handler): Handler {
  return async (own, request, response) => {
    const given = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (own.internalToken !== undefined && given !== undefined && sameSecret(given, own.internalToken)) {
      return handler(own, request, response);
    }
    json(response, 401, { error: "this address is for Heddle's own processes" });
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
