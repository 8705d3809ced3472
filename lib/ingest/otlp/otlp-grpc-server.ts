import {
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Logger } from "pino";
import { HeddleError } from "../../model/heddle-error";
import type { BodyReader } from "../http/body-reader";
import { ingestFailure } from "../http/ingest-status";
import { mediaType } from "../http/media-type";
import { rpcStatus } from "../http/rpc-status";
import { exportResponse, type Signal } from "./export-response";
import { frame, readUnaryMessage } from "./grpc-frames";
import type { OtlpIntake } from "./otlp-intake";

const METHODS: ReadonlyMap<string, Signal> = new Map([
  ["/opentelemetry.proto.collector.trace.v1.TraceService/Export", "traces"],
  ["/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", "metrics"],
]);

const WINDOW_BYTES = 8 * 1024 * 1024;
const MAX_STREAMS = 256;
const UNIMPLEMENTED = 12;

export interface OtlpGrpcOptions {
  intake: OtlpIntake;
  bodies: BodyReader;
  log: Logger;
  onFailure?: (grpcStatus: number) => void;
}

export interface OtlpGrpcServer {
  server: Http2Server;
  /** Takes no new calls, lets the running ones end. */
  close(): Promise<void>;
}

/**
 * OTLP over gRPC (unary, cleartext HTTP/2) on node:http2 with frames of our own: the calls are few and large, so a library between
 * would only copy. Not yet listening.
 */
export function createOtlpGrpcServer(options: OtlpGrpcOptions): OtlpGrpcServer {
  const server = createServer({
    settings: { initialWindowSize: WINDOW_BYTES, maxConcurrentStreams: MAX_STREAMS },
    maxSessionMemory: 64,
  });
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.on("error", (error) => options.log.debug({ err: error }, "A gRPC connection failed."));
    session.setLocalWindowSize(WINDOW_BYTES * 2);
  });
  server.on("stream", (stream, headers) => {
    stream.on("error", (error) => options.log.debug({ err: error }, "A gRPC call broke off."));
    void serve(options, stream, headers);
  });
  return {
    server,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of sessions) session.close();
      await closed;
    },
  };
}

async function serve(options: OtlpGrpcOptions, stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
  if (!mediaType(headers["content-type"]).startsWith("application/grpc")) {
    stream.resume();
    stream.respond({ ":status": 415 }, { endStream: true });
    return;
  }
  try {
    const signal = METHODS.get(headers[":path"] ?? "");
    if (signal === undefined) throw unknownMethod(headers[":path"] ?? "");
    const encoding = String(headers["grpc-encoding"] ?? "");
    const message = await readUnaryMessage(stream, options.bodies, encoding);
    const partial = await options.intake.accept(signal, "protobuf", message);
    if (stream.destroyed) return;
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(frame(exportResponse(partial)));
  } catch (error) {
    fail(options, stream, error);
  }
}

/** Trailers-only answer with google.rpc.Status in grpc-status-details-bin (RetryInfo where trying again makes sense). */
function fail(options: OtlpGrpcOptions, stream: ServerHttp2Stream, error: unknown): void {
  if (stream.destroyed || stream.headersSent) return;
  const failure = ingestFailure(error);
  options.onFailure?.(failure.grpc);
  if (failure.unexpected) options.log.error({ err: error }, "An OTLP call failed.");
  const details = rpcStatus(failure.grpc, failure.message, failure.retryAfterSec);
  stream.resume();
  stream.respond(
    {
      ":status": 200,
      "content-type": "application/grpc",
      "grpc-status": String(failure.grpc),
      "grpc-message": encodeURIComponent(failure.message).replaceAll("%20", " "),
      "grpc-status-details-bin": details.toString("base64"),
    },
    { endStream: true },
  );
}

function unknownMethod(path: string): HeddleError {
  return new HeddleError("not_found", {
    what: "There is no such method.",
    why: `${path} is not served (gRPC status ${UNIMPLEMENTED}).`,
    next: "Use TraceService/Export or MetricsService/Export.",
  });
}
