import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { HeddleError } from "../../model/heddle-error";
import type { BodyReader } from "../http/body-reader";
import { ingestFailure } from "../http/ingest-status";
import { mediaType } from "../http/media-type";
import { rpcStatus, rpcStatusJson } from "../http/rpc-status";
import { exportResponse, exportResponseJson, type Signal } from "./export-response";
import type { OtlpIntake } from "./otlp-intake";

const SIGNALS: ReadonlyMap<string, Signal> = new Map([
  ["/v1/traces", "traces"],
  ["/v1/metrics", "metrics"],
]);

type Encoding = "protobuf" | "json";
const ENCODINGS: ReadonlyMap<string, Encoding> = new Map([
  ["application/x-protobuf", "protobuf"],
  ["application/protobuf", "protobuf"],
  ["application/json", "json"],
]);

export interface OtlpHttpOptions {
  intake: OtlpIntake;
  bodies: BodyReader;
  log: Logger;
  onFailure?: (status: number) => void;
}

/**
 * Serves POST /v1/traces and /v1/metrics (OTLP/HTTP 1.x): answers in the encoding of the request; every failure is a google.rpc.Status.
 * Gives false when the path is not one of these.
 */
export function otlpHttpHandler(options: OtlpHttpOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const signal = SIGNALS.get((request.url ?? "").split("?", 1)[0] ?? "");
    if (signal === undefined) return false;
    const encoding = ENCODINGS.get(mediaType(request.headers["content-type"]));
    try {
      checkRequest(request, encoding);
      const raw = await options.bodies.read(request, request.headers["content-length"]);
      const body = request.headers["content-encoding"] === "gzip" ? await options.bodies.gunzip(raw) : raw;
      const partial = await options.intake.accept(signal, encoding ?? "protobuf", body);
      const answer = encoding === "json" ? exportResponseJson(signal, partial) : exportResponse(partial);
      response.writeHead(200, { "content-type": contentType(encoding) }).end(answer);
    } catch (error) {
      fail(options, request, response, encoding, error);
    }
    return true;
  };
}

function contentType(encoding: Encoding | undefined): string {
  return encoding === "json" ? "application/json" : "application/x-protobuf";
}

function checkRequest(request: IncomingMessage, encoding: Encoding | undefined): void {
  if (request.method !== "POST") {
    throw new HeddleError("method_not_allowed", {
      what: "Telemetry was not read.",
      why: `${request.method} is not a method of this path.`,
      next: "Use POST.",
    });
  }
  if (encoding === undefined) {
    throw new HeddleError("unsupported_media_type", {
      what: "Telemetry was not read.",
      why: `Content-Type ${request.headers["content-type"] ?? "(none)"} is not known.`,
      next: "Send application/x-protobuf or application/json.",
    });
  }
  const coding = request.headers["content-encoding"] ?? "identity";
  if (coding !== "gzip" && coding !== "identity") {
    throw new HeddleError("unsupported_media_type", {
      what: "Telemetry was not read.",
      why: `Content-Encoding ${coding} is not known.`,
      next: "Send gzip, or no Content-Encoding.",
    });
  }
}

function fail(
  options: OtlpHttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
  encoding: Encoding | undefined,
  error: unknown,
): void {
  if (request.destroyed && !request.complete) return;
  const failure = ingestFailure(error);
  options.onFailure?.(failure.http);
  if (failure.unexpected) options.log.error({ err: error }, "An OTLP request failed.");
  const { http, grpc, message, retryAfterSec } = failure;
  const body =
    encoding === "json" ? rpcStatusJson(grpc, message, retryAfterSec) : rpcStatus(grpc, message, retryAfterSec);
  response.writeHead(http, {
    "content-type": contentType(encoding),
    ...(http === 405 && { allow: "POST" }),
    ...(retryAfterSec !== undefined && { "retry-after": String(retryAfterSec) }),
  });
  response.end(body);
  // The rest of a refused body is passed over, so that its sender gets to read the answer.
  request.resume();
}
