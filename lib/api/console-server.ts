import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import type { TrustedAddresses } from "../identity/trusted-proxy";
import { REMOTE_HEADER, stampCaller } from "./caller";
import { compressAnswers } from "./compress-answers";
import { REQUEST_ID_HEADER, TRACE_ID_HEADER } from "./handle";
import { type OwnEndpoints, serveOwnEndpoint } from "./own-endpoints";
import { contentSecurityPolicy, newNonce, SECURITY_HEADERS } from "./security-headers";

type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** What the server hands calls to. Filled in while the console starts; what is missing answers 503. */
export interface ConsoleParts {
  own: OwnEndpoints;
  /** Next, with the API inside */
  pages?: Pages;
  live?: Upgrade;
  /** development only: Next's own sockets */
  otherUpgrade?: Upgrade;
}

/**
 * The console's one HTTP server. Listens before anything else is ready, so that health can be asked from the first moment. Every call
 * gets an id, security headers and a line in the log.
 */
export function createConsoleServer(
  parts: ConsoleParts,
  options: { log: Logger; development: boolean; trusted: TrustedAddresses; https: boolean },
): Server {
  const { log, trusted } = options;
  const server = createServer((request, response) => {
    const requestId = randomBytes(16).toString("hex");
    stampCaller(request, trusted);
    prepare(request, response, requestId, options);
    logWhenDone(log, request, response);
    serve(parts, request, response).catch((error: unknown) => {
      log.error({ err: error, requestId }, "request broke");
      if (response.headersSent) response.destroy();
      else plain(response, 500, `Something in Heddle broke. Its log says more under ${requestId}.\n`);
    });
  });
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  server.on("upgrade", (request, socket, head) => {
    stampCaller(request, trusted);
    const path = (request.url ?? "").split("?")[0];
    const upgrade = path === "/live" ? parts.live : parts.otherUpgrade;
    if (upgrade) upgrade(request, socket, head);
    else socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  return server;
}

async function serve(parts: ConsoleParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (await serveOwnEndpoint(parts.own, request, response)) return;
  if (parts.pages) {
    compressAnswers(request, response);
    return parts.pages(request, response);
  }
  response.setHeader("retry-after", "2");
  plain(response, 503, "Heddle is starting. Try again in a moment.\n");
}

/** Ours overwrite what a client sends: nobody else says where a call came from or which scripts a page may run. */
function prepare(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  { development, https }: { development: boolean; https: boolean },
): void {
  request.headers[REQUEST_ID_HEADER] = requestId;
  response.setHeader(REQUEST_ID_HEADER, requestId);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  if (https) response.setHeader("strict-transport-security", "max-age=31536000");
  const nonce = newNonce();
  const policy = contentSecurityPolicy(nonce, { development });
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  delete request.headers["content-security-policy-report-only"];
  response.setHeader("content-security-policy", policy);
}

/** The path alone: queries may hold a sign-in token. */
function logWhenDone(log: Logger, request: IncomingMessage, response: ServerResponse): void {
  const startedMs = performance.now();
  const path = (request.url ?? "").split("?")[0] ?? "";
  response.on("close", () => {
    const facts = {
      method: request.method,
      path,
      status: response.statusCode,
      durationMs: Math.round((performance.now() - startedMs) * 10) / 10,
      remote: request.headers[REMOTE_HEADER],
      requestId: response.getHeader(REQUEST_ID_HEADER),
      traceId: response.getHeader(TRACE_ID_HEADER),
      ...(response.writableFinished ? {} : { aborted: true }),
    };
    const quiet = path.startsWith("/_next/") || QUIET.has(path);
    if (quiet) log.debug(facts, "request");
    else log.info(facts, "request");
  });
}

const QUIET = new Set(["/healthz", "/readyz", "/metrics", "/internal/scrape-targets", "/icon.svg"]);

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
}
