import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { HeddleError } from "../../model/heddle-error";
import type { IstioIntake } from "../counters/istio-intake";
import type { BodyReader } from "../http/body-reader";
import { tooLarge } from "../http/body-reader";
import { ingestFailure } from "../http/ingest-status";
import { mediaParameter, mediaType } from "../http/media-type";
import { readWriteRequestV1 } from "./read-write-request-v1";
import { readWriteRequestV2 } from "./read-write-request-v2";
import { snappySize, uncompressSnappy } from "./snappy-block";
import type { ReadResult, SeriesVisitor, Written } from "./written";

const PATH = "/api/v1/write";
const AHEAD_MS = 3_600_000;
const OLDEST_MS = 86_400_000;

export interface RemoteWriteOptions {
  intake: IstioIntake;
  bodies: BodyReader;
  log: Logger;
  now?: () => number;
}

/**
 * Serves POST /api/v1/write: Prometheus remote write 1.0 and 2.0, told apart by Content-Type alone. 204 when all was taken in (also what
 * Heddle has no use for), 400 when some series were refused (the others are kept), 415, 429, 503. Source: remote write specs 1.0, 2.0.
 */
export function remoteWriteHandler(options: RemoteWriteOptions) {
  const { bodies, log, intake, now = Date.now } = options;
  const startedAtMs = now();
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if ((request.url ?? "").split("?", 1)[0] !== PATH) return false;
    let version: 1 | 2 = 1;
    let written: Written = { samples: 0, histograms: 0, exemplars: 0 };
    try {
      version = checkRequest(request);
      const body = decompress(await bodies.read(request, request.headers["content-length"]), bodies.maxBytes);
      const read = version === 1 ? readWriteRequestV1 : readWriteRequestV2;
      const result: ReadResult = read(body, visitor(intake, startedAtMs, now()));
      written = result.written;
      if (result.refused.length > 0) throw refusedSeries(result.refused);
      response.writeHead(204, writtenHeaders(version, written)).end();
    } catch (error) {
      const { http, message, retryAfterSec, unexpected } = ingestFailure(error);
      if (unexpected) log.error({ err: error }, "A remote write request failed.");
      response.writeHead(http, {
        "content-type": "text/plain; charset=utf-8",
        ...writtenHeaders(version, written),
        ...(http === 405 && { allow: "POST" }),
        ...(retryAfterSec !== undefined && { "retry-after": String(retryAfterSec) }),
      });
      response.end(message);
      request.resume();
    }
    return true;
  };
}

function checkRequest(request: IncomingMessage): 1 | 2 {
  const header = request.headers["content-type"];
  const schema = mediaParameter(header, "proto") || "prometheus.WriteRequest";
  if (request.method !== "POST") {
    throw new HeddleError("method_not_allowed", {
      what: "Samples were not read.",
      why: `${request.method} is not a method of ${PATH}.`,
      next: "Use POST.",
    });
  }
  const coding = request.headers["content-encoding"] ?? "";
  const version = schema === "prometheus.WriteRequest" ? 1 : schema === "io.prometheus.write.v2.Request" ? 2 : null;
  if (mediaType(header) !== "application/x-protobuf" || version === null || coding !== "snappy") {
    throw new HeddleError("unsupported_media_type", {
      what: "Samples were not read.",
      why: `Content-Type ${header ?? "(none)"} with Content-Encoding ${coding || "(none)"} is not known.`,
      next: "Send application/x-protobuf (remote write 1.0 or 2.0) compressed with snappy.",
    });
  }
  return version;
}

function decompress(body: Buffer, maxBytes: number): Buffer {
  if (body.length > 0 && snappySize(body).size > maxBytes) throw tooLarge(maxBytes);
  return uncompressSnappy(body);
}

function visitor(intake: IstioIntake, startedAtMs: number, nowMs: number): SeriesVisitor {
  return (labels, samples) => {
    const name = labels.get("__name__") ?? "";
    if (!intake.wants(name)) {
      intake.stats.ignored += samples.length;
      return "";
    }
    const key = [...labels].map((pair) => pair.join("=")).join("\n");
    for (const { value, atMs, startMs } of samples) {
      if (atMs < nowMs - OLDEST_MS || atMs > nowMs + AHEAD_MS) return `the time of a sample of ${name} is too far off`;
      const since = startMs >= startedAtMs && startMs <= atMs ? startMs : undefined;
      intake.add(name, labels, key, value, atMs, nowMs, since);
    }
    return "";
  };
}

function refusedSeries(refused: readonly string[]): HeddleError {
  return new HeddleError("invalid_input", {
    what: `${refused.length} series were refused, the others are stored.`,
    why: `${[...new Set(refused)].slice(0, 5).join("; ")}.`,
    next: "Do not send these again.",
  });
}

/** 2.0 tells, on success and failure, how much was written. */
function writtenHeaders(version: 1 | 2, written: Written): Record<string, string> {
  if (version === 1) return {};
  return {
    "x-prometheus-remote-write-samples-written": String(written.samples),
    "x-prometheus-remote-write-histograms-written": String(written.histograms),
    "x-prometheus-remote-write-exemplars-written": String(written.exemplars),
  };
}
