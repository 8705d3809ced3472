import type { IncomingMessage } from "node:http";
import { LANE_PRIORITY, MAX_QUERY_BYTES } from "./connect";
import type { ReadLane } from "./telemetry-reader";

/** What a caller asked for, as ClickHouse's HTTP interface puts it. */
export interface ReadRequest {
  query: string;
  queryId: string | undefined;
  lane: ReadLane;
  maxSeconds: number;
  defaultFormat: string;
  gzip: boolean;
  settings: Record<string, string | number>;
}

const MAX_SECONDS: Record<ReadLane, number> = { page: 10, search: 30 };

/** Query-string keys that are no settings, and settings that the store decides itself. */
const NOT_SETTINGS = new Set(
  `query query_id database default_format enable_http_compression wait_end_of_query user password session_id
  session_timeout session_check role compress decompress quota_key client_protocol_version priority readonly profile
  send_progress_in_http_headers http_headers_progress_interval_ms http_response_buffer_size buffer_size cancel_http_readonly_queries_on_client_close`.split(
    /\s+/,
  ),
);
const OWN_SETTINGS = /^(max_|min_|log_|workload$|stream_|timeout_|param_)/;

/** The body was larger than a statement may be. */
export class StatementTooLarge extends Error {}

/** Reads a request of ClickHouse's HTTP interface. Source: ClickHouse docs, "HTTP interface". */
export async function readRequest(request: IncomingMessage): Promise<ReadRequest> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const body = await readBody(request);
  const fields = new URLSearchParams(url.searchParams);
  let tail = body;
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(request.headers["content-type"] ?? "")?.[1];
  if (boundary) {
    tail = "";
    for (const [name, value] of multipartFields(body, boundary)) fields.set(name, value);
  }
  const query = [fields.get("query") ?? "", tail].filter((part) => part !== "").join("\n");
  const lane: ReadLane = fields.get("priority") === String(LANE_PRIORITY.search) ? "search" : "page";
  const asked = Number(fields.get("max_execution_time") ?? MAX_SECONDS[lane]);
  return {
    query,
    queryId: fields.get("query_id") ?? undefined,
    lane,
    maxSeconds: asked > 0 ? Math.min(asked, MAX_SECONDS[lane]) : MAX_SECONDS[lane],
    defaultFormat: fields.get("default_format") ?? "TabSeparated",
    gzip:
      fields.get("enable_http_compression") === "1" &&
      /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? "")),
    settings: settingsOf(fields),
  };
}

function settingsOf(fields: URLSearchParams): Record<string, string | number> {
  const settings: Record<string, string | number> = {};
  for (const [name, value] of fields) {
    if (!/^[a-z_][a-zA-Z0-9_]*$/.test(name)) continue;
    if (name.startsWith("param_") || !(NOT_SETTINGS.has(name) || OWN_SETTINGS.test(name))) settings[name] = value;
  }
  return settings;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_QUERY_BYTES) throw new StatementTooLarge();
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The text fields of a multipart/form-data body. Source: RFC 7578. */
function multipartFields(body: string, boundary: string): [string, string][] {
  const fields: [string, string][] = [];
  for (const part of body.split(`--${boundary}`)) {
    const end = part.indexOf("\r\n\r\n");
    const name = /name="([^"]*)"/.exec(part.slice(0, Math.max(end, 0)))?.[1];
    if (end >= 0 && name) fields.push([name, part.slice(end + 4).replace(/\r\n$/, "")]);
  }
  return fields;
}
