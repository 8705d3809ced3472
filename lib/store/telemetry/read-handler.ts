import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { ClickHouseError } from "@clickhouse/client";
import type { ChdbEngine } from "./chdb-engine";
import { readRequest, StatementTooLarge } from "./read-request";
import { formatClause, refuseStatement } from "./sql-guard";

const compress = promisify(gzip);

/** ClickHouse's HTTP status by its error code. Source: ClickHouse, HTTPHandler "exceptionCodeToHTTPStatus". */
const STATUS: Record<string, number> = {
  "159": 408,
  "209": 408,
  "62": 400,
  "115": 404,
  "164": 403,
  "516": 403,
  "60": 404,
  "81": 404,
  "47": 404,
  "46": 404,
  "307": 413,
  "229": 413,
  "202": 503,
};

const CONTENT_TYPES: readonly [RegExp, string][] = [
  [/^JSON(EachRow|CompactEachRow|StringsEachRow|Lines)/i, "application/x-ndjson; charset=UTF-8"],
  [/^JSON/i, "application/json; charset=UTF-8"],
  [/^(TSV|TabSeparated)/i, "text/tab-separated-values; charset=UTF-8"],
  [/^CSV/i, "text/csv; charset=UTF-8; header=absent"],
  [/^(RowBinary|Native|Parquet|Arrow)/i, "application/octet-stream"],
];

/**
 * Serves reads over ClickHouse's HTTP interface from the embedded store, so that an unmodified `@clickhouse/client` reads
 * it like a server: /ping, POST or GET with ?query=, param_*, settings in the query string. Only reads, within the store's
 * limits, for callers that show `token` as bearer token, password or X-ClickHouse-Key. `engine` null: rows are on a server.
 */
export function telemetryReadHandler({ engine, token }: { engine: ChdbEngine | null; token: string }) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "/").split("?", 1)[0];
    if (path === "/ping") return send(response, 200, "Ok.\n");
    const queryId = randomUUID();
    try {
      if (!shows(request, token))
        throw failure("516", "AUTHENTICATION_FAILED", "Authentication failed: wrong or no token.");
      if (!engine) throw failure("81", "UNKNOWN_DATABASE", "Telemetry is on a ClickHouse server: read it there.");
      if (request.method !== "GET" && request.method !== "POST") {
        throw failure("48", "NOT_IMPLEMENTED", "Only GET and POST are served.");
      }
      await answer(engine, request, response, queryId);
    } catch (error) {
      sendError(response, error, queryId);
    }
  };
}

async function answer(
  engine: ChdbEngine,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const asked = await readRequest(request);
  const reason = refuseStatement(asked.query);
  if (reason) throw failure("164", "READONLY", `Cannot execute query in readonly mode: ${reason}.`);
  const started = process.hrtime.bigint();
  const body = await engine.read({
    query: asked.query,
    lane: asked.lane,
    maxSeconds: asked.maxSeconds,
    settings: asked.settings,
    signal: gone.signal,
    format: asked.defaultFormat,
  });
  const format = formatClause(asked.query) ?? asked.defaultFormat;
  const bytes = asked.gzip ? await compress(body, { level: 1 }) : body;
  const elapsed = (process.hrtime.bigint() - started).toString();
  response.setHeader("X-ClickHouse-Query-Id", asked.queryId ?? id);
  response.setHeader("X-ClickHouse-Format", format);
  response.setHeader("X-ClickHouse-Timezone", "UTC");
  response.setHeader("X-ClickHouse-Server-Display-Name", "heddle-collector");
  response.setHeader(
    "X-ClickHouse-Summary",
    JSON.stringify({ result_bytes: String(body.length), elapsed_ns: elapsed }),
  );
  response.setHeader("Content-Type", contentType(format));
  if (asked.gzip) response.setHeader("Content-Encoding", "gzip");
  response.setHeader("Content-Length", bytes.length);
  response.writeHead(200).end(bytes);
}

function contentType(format: string): string {
  return CONTENT_TYPES.find(([name]) => name.test(format))?.[1] ?? "text/plain; charset=UTF-8";
}

function shows(request: IncomingMessage, token: string): boolean {
  const authorization = request.headers.authorization ?? "";
  const [scheme = "", value = ""] = authorization.split(" ", 2);
  let shown = String(request.headers["x-clickhouse-key"] ?? "");
  if (/^bearer$/i.test(scheme)) shown = value;
  else if (/^basic$/i.test(scheme))
    shown = Buffer.from(value, "base64")
      .toString("utf8")
      .replace(/^[^:]*:/, "");
  return timingSafeEqual(digest(shown), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function failure(code: string, type: string, message: string): ClickHouseError {
  return new ClickHouseError({ code, type, message });
}

function sendError(response: ServerResponse, error: unknown, queryId: string): void {
  if (response.destroyed || response.headersSent) return;
  const known =
    error instanceof ClickHouseError
      ? error
      : error instanceof StatementTooLarge
        ? failure("229", "QUERY_IS_TOO_LARGE", "The statement is too large.")
        : failure("1002", "UNKNOWN_EXCEPTION", error instanceof Error ? error.message : String(error));
  response.setHeader("X-ClickHouse-Exception-Code", known.code);
  response.setHeader("X-ClickHouse-Query-Id", queryId);
  const text = `Code: ${known.code}. DB::Exception: ${known.message} (${known.type ?? "UNKNOWN"}) (heddle)\n`;
  send(response, STATUS[known.code] ?? 500, text);
}

function send(response: ServerResponse, status: number, text: string): void {
  response.setHeader("Content-Type", "text/plain; charset=UTF-8");
  response.writeHead(status).end(text);
}
