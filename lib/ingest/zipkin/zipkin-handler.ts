import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { HeddleError } from "../../model/heddle-error";
import type { BodyReader } from "../http/body-reader";
import { ingestFailure } from "../http/ingest-status";
import { mediaType } from "../http/media-type";
import { encodeTraceJson } from "../otlp/encode-trace-json";
import type { SpanIntake } from "../span-intake";
import { normaliseZipkin } from "./normalise-zipkin";
import { readZipkinJson } from "./read-zipkin-json";
import { readZipkinProto } from "./read-zipkin-proto";
import { zipkinToOtlp } from "./zipkin-to-otlp";

const PATH = "/api/v2/spans";
const JSON_TYPES = new Set(["", "application/json"]);
const PROTO_TYPES = new Set(["application/x-protobuf", "application/protobuf"]);

export interface ZipkinOptions {
  spans: SpanIntake;
  bodies: BodyReader;
  log: Logger;
}

/** Serves POST /api/v2/spans: 202 with an empty body, 400 text for what is no list of v2 spans. False when the path is another. */
export function zipkinHandler({ spans, bodies, log }: ZipkinOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if ((request.url ?? "").split("?", 1)[0] !== PATH) return false;
    try {
      const type = mediaType(request.headers["content-type"]);
      if (request.method !== "POST") throw wrongMethod(request.method ?? "");
      if (!JSON_TYPES.has(type) && !PROTO_TYPES.has(type)) throw wrongType(type);
      const raw = await bodies.read(request, request.headers["content-length"]);
      const zipped = (request.headers["content-encoding"] ?? "").includes("gzip");
      const body = zipped && raw.length > 0 ? await bodies.gunzip(raw) : raw;
      const list = normaliseZipkin(PROTO_TYPES.has(type) ? readZipkinProto(body) : readZipkinJson(body));
      if (list.length > 0) await spans.accept(encodeTraceJson(zipkinToOtlp(list)));
      response.writeHead(202).end();
    } catch (error) {
      const { http, message, retryAfterSec, unexpected } = ingestFailure(error);
      if (unexpected) log.error({ err: error }, "A Zipkin request failed.");
      response.writeHead(http, {
        "content-type": "text/plain; charset=utf-8",
        ...(http === 405 && { allow: "POST" }),
        ...(retryAfterSec !== undefined && { "retry-after": String(retryAfterSec) }),
      });
      response.end(message);
      request.resume();
    }
    return true;
  };
}

function wrongMethod(method: string): HeddleError {
  return new HeddleError("method_not_allowed", {
    what: "Spans were not read.",
    why: `${method} is not a method of ${PATH}.`,
    next: "Use POST.",
  });
}

function wrongType(type: string): HeddleError {
  return new HeddleError("unsupported_media_type", {
    what: "Spans were not read.",
    why: `Content-Type ${type} is not known.`,
    next: "Send application/json or application/x-protobuf.",
  });
}
