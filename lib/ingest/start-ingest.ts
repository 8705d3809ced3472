import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Server as NetServer } from "node:net";
import { join } from "node:path";
import type { Logger } from "pino";
import { HeddleError } from "../model/heddle-error";
import { IstioIntake } from "./counters/istio-intake";
import { EdgeBuckets } from "./edges/edge-buckets";
import { EdgeFlusher } from "./edges/edge-flusher";
import { EdgeTables } from "./edges/edge-tables";
import { SpanJoin } from "./edges/span-join";
import { BodyReader } from "./http/body-reader";
import { MetricIntake } from "./otlp/metric-intake";
import { createOtlpGrpcServer } from "./otlp/otlp-grpc-server";
import { otlpHttpHandler } from "./otlp/otlp-http-handler";
import { OtlpIntake } from "./otlp/otlp-intake";
import { remoteWriteHandler } from "./remote-write/remote-write-handler";
import { Scraper } from "./scrape/scraper";
import { SpanIntake } from "./span-intake";
import { RunMarker } from "./spool/run-marker";
import { SpanSpool } from "./spool/span-spool";
import type { TelemetrySink } from "./telemetry-sink";
import { zipkinHandler } from "./zipkin/zipkin-handler";

export interface IngestOptions {
  mesh: string;
  host: string;
  /** 0: any free port */
  otlpGrpcPort: number;
  otlpHttpPort: number;
  zipkinPort: number;
  /** spool, marks and readings live in its subfolder ingest/ */
  dataDir: string;
  maxBodyBytes: number;
  spanRetentionHours: number;
  scrapeIntervalMs: number;
  /** base address of the console, which tells what to scrape */
  consoleUrl: string;
  internalToken: string;
  sink: TelemetrySink;
  log: Logger;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** How long a sender may take over one request. */
const REQUEST_TIMEOUT_MS = 60_000;
const TICK_MS = 1000;

/** Everything that takes telemetry in. */
export interface Ingest {
  ports: { otlpGrpc: number; otlpHttp: number; zipkin: number };
  /** what the last process of this data folder may have lost, "" when nothing */
  lossNote: string;
  parts: {
    spans: SpanIntake;
    spool: SpanSpool;
    join: SpanJoin;
    tables: EdgeTables;
    buckets: EdgeBuckets;
    flusher: EdgeFlusher;
    istio: IstioIntake;
    metrics: MetricIntake;
    scraper: Scraper;
  };
  /** Takes no more, stores what was acknowledged (or leaves it on disk for the next start), ends. */
  close(): Promise<void>;
}

/** Opens all listeners and starts scraping. Throws HeddleError `unavailable` when a port is taken. */
export async function startIngest(options: IngestOptions): Promise<Ingest> {
  const { mesh, sink, log } = options;
  const folder = join(options.dataDir, "ingest");
  const startedAtMs = Date.now();
  const tables = new EdgeTables();
  const buckets = new EdgeBuckets(tables, mesh);
  const spanJoin = new SpanJoin(buckets, tables);
  const spool = new SpanSpool({ folder: join(folder, "spool"), sink, log });
  const retentionMs = options.spanRetentionHours * 3_600_000;
  const spans = new SpanIntake({ mesh, spool, join: spanJoin, tables, retentionMs });
  const istio = new IstioIntake(buckets);
  const metrics = new MetricIntake(buckets, istio.tracker);
  const marker = new RunMarker(join(folder, "run.json"));
  const flusher = new EdgeFlusher({
    buckets,
    join: spanJoin,
    tables,
    sink,
    log,
    leftoverPath: join(folder, "edges.json"),
    onFlushed: (completeUntilMs) => marker.flushed(completeUntilMs),
  });
  const scraper = new Scraper({
    targetsUrl: `${options.consoleUrl}/internal/scrape-targets`,
    token: options.internalToken,
    intervalMs: options.scrapeIntervalMs,
    buckets,
    log,
    startedAtMs,
    readingsPath: join(folder, "readings.json"),
    onRound: () => void flusher.flush(true),
  });
  const bodies = new BodyReader({ maxBytes: options.maxBodyBytes, maxInFlightBytes: 4 * options.maxBodyBytes });
  const intake = new OtlpIntake(spans, metrics);
  const grpc = createOtlpGrpcServer({ intake, bodies, log });
  const otlp = httpServer(
    [otlpHttpHandler({ intake, bodies, log }), remoteWriteHandler({ intake: istio, bodies, log })],
    log,
  );
  const zipkin = httpServer([zipkinHandler({ spans, bodies, log })], log);

  await spool.start();
  const lossNote = await marker.begin(spool.stats.recoveredSpans);
  await flusher.start();
  const ports = {
    otlpGrpc: await listen(grpc.server, options.otlpGrpcPort, options.host, "OTLP/gRPC"),
    otlpHttp: await listen(otlp, options.otlpHttpPort, options.host, "OTLP/HTTP"),
    zipkin: await listen(zipkin, options.zipkinPort, options.host, "Zipkin"),
  };
  await scraper.start();
  const ticker = setInterval(() => istio.tick(Date.now()), TICK_MS);
  return {
    ports,
    lossNote,
    parts: { spans, spool, join: spanJoin, tables, buckets, flusher, istio, metrics, scraper },
    async close() {
      clearInterval(ticker);
      await Promise.all([grpc.close(), closeHttp(otlp), closeHttp(zipkin), scraper.close()]);
      await spans.flush();
      istio.tick(Number.POSITIVE_INFINITY);
      await Promise.all([spool.close(), flusher.close()]);
      await marker.endClean();
    },
  };
}

function httpServer(handlers: readonly Handler[], log: Logger): Server {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    void serve(handlers, request, response).catch((error: unknown) => {
      log.error({ err: error }, "An ingest request failed.");
      if (response.headersSent) response.destroy();
      else
        response.writeHead(500, { "content-type": "text/plain" }).end("The collector failed inside; its log says why.");
    });
  });
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
  });
  return server;
}

async function serve(handlers: readonly Handler[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.on("error", () => {});
  for (const handler of handlers) if (await handler(request, response)) return;
  request.resume();
  response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Nothing is served at this path.\n");
}

/** Resolves with the port once the server listens. */
export function listen(server: NetServer, port: number, host: string, what: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      reject(
        new HeddleError("unavailable", {
          what: `The collector cannot listen for ${what}.`,
          why: `Port ${port} of ${host}: ${error.message}.`,
          next: "End what holds the port, or set another one (HEDDLE_PORT_BASE or the port's own variable).",
          cause: error,
        }),
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Takes no new connection, lets running requests end, then drops idle connections. */
export async function closeHttp(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const force = setTimeout(() => server.closeAllConnections(), 5000);
  await closed;
  clearInterval(sweep);
  clearTimeout(force);
}
