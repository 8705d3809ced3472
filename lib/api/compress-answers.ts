import type { IncomingMessage, ServerResponse } from "node:http";
import compression from "compression";

type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

const encoder = (level: number) => compression({ level }) as unknown as Middleware;

/** A graph of 4,000 edges is 4 MB of JSON that somebody waits for: level 1 takes a third of the time of 6, for a tenth more bytes. */
const answers = encoder(1);
const files = encoder(6);

/** Compresses what is worth it and not compressed yet, as far as the client takes it (RFC 9110, 12.5.3). */
export function compressAnswers(request: IncomingMessage, response: ServerResponse): void {
  const encode = request.url?.startsWith("/api/") ? answers : files;
  encode(request, response, () => undefined);
}
