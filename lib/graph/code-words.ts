import type { EdgeProtocol } from "../model/edge-sample";
import { GRPC_STATUS } from "../model/grpc-status";

/** Reason phrases. Source: IANA HTTP status codes (the ones meshes answer with). */
const HTTP: Readonly<Record<string, string>> = {
  "200": "OK",
  "201": "Created",
  "202": "Accepted",
  "204": "No content",
  "206": "Partial content",
  "301": "Moved permanently",
  "302": "Found",
  "303": "See other",
  "304": "Not modified",
  "307": "Temporary redirect",
  "308": "Permanent redirect",
  "400": "Bad request",
  "401": "Unauthorized",
  "403": "Forbidden",
  "404": "Not found",
  "405": "Method not allowed",
  "408": "Request timeout",
  "409": "Conflict",
  "410": "Gone",
  "413": "Content too large",
  "415": "Unsupported media type",
  "422": "Unprocessable content",
  "425": "Too early",
  "429": "Too many requests",
  "431": "Header too large",
  "499": "Caller closed the request",
  "500": "Internal server error",
  "501": "Not implemented",
  "502": "Bad gateway",
  "503": "Service unavailable",
  "504": "Gateway timeout",
  "505": "HTTP version not supported",
};

/** "DEADLINE_EXCEEDED" as "Deadline exceeded". */
const GRPC = GRPC_STATUS.map((status) =>
  status === "OK" ? status : `${status.charAt(0)}${status.slice(1).toLowerCase().replace("_", " ")}`,
);

/** A response code in words, e.g. "Service unavailable"; "" for codes without a name. */
export function codeWords(protocol: EdgeProtocol, code: string): string {
  if (code === "0" && protocol !== "grpc") return "No answer";
  return (protocol === "grpc" ? GRPC[Number(code)] : undefined) ?? HTTP[code] ?? "";
}
