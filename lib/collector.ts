import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import type { Logger } from "pino";
import { type Env, readEnv } from "./env";
import { acceptedFigures, ingestRegistry, rejectedFigures } from "./ingest/ingest-figures";
import { LateSink } from "./ingest/late-sink";
import { closeHttp, type Ingest, listen, startIngest } from "./ingest/start-ingest";
import type { CollectorStatus } from "./model/collector-status";
import { HeddleError } from "./model/heddle-error";
import { lockFolder } from "./store/folder-lock";
import { openTelemetryStore, type TelemetryStore } from "./store/telemetry/open-telemetry-store";
import { createLogger } from "./telemetry/create-logger";

const VERSION = "0.1.0";

interface Collector {
  env: Env;
  log: Logger;
  startedAt: string;
  sink: LateSink<TelemetryStore>;
  ingest: Ingest;
  /** port of reads and of the collector's own state */
  port: number;
}

function bearer(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
}

function status({ sink, ingest, startedAt, port }: Collector): CollectorStatus {
  const { spool, flusher, scraper } = ingest.parts;
  const store = sink.current?.status();
  const error = sink.error || spool.storeError || flusher.storeError || store?.error || "";
  const scrape = scraper.status();
  return {
    ok: error === "",
    ...(error !== "" && { error }),
    version: VERSION,
    startedAt,
    ports: { ...ingest.ports, collector: port },
    accepted: acceptedFigures(ingest),
    rejected: rejectedFigures(ingest),
    lossNotes: ingest.lossNote === "" ? [] : [{ at: startedAt, text: ingest.lossNote }],
    store: {
      ok: error === "",
      ...(error !== "" && { error }),
      engine: store?.engine ?? "not open",
      bytes: store?.bytes ?? 0,
      maxBytes: store?.maxBytes ?? 0,
      waitingSpans: spool.pendingSpans,
      waitingEdgeRows: flusher.waitingRows,
    },
    scrape: {
      consoleError: scrape.consoleError,
      targets: scrape.targets,
      failing: scrape.failing,
      ...(scrape.lastRoundAtMs > 0 && { lastRoundAt: new Date(scrape.lastRoundAtMs).toISOString() }),
    },
  };
}

/** Serves the internal port: health, metrics, status, and reads of the store as ClickHouse over HTTP. */
function internalHandler(collector: Collector, token: string) {
  const registry = ingestRegistry(collector.ingest);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { sink } = collector;
    switch ((request.url ?? "/").split("?", 1)[0]) {
      case "/healthz":
        return send(response, 200, "text/plain", "ok\n");
      case "/readyz":
        if (sink.current === null) return send(response, 503, "text/plain", `${sink.error}\n`);
        return send(response, 200, "text/plain", "ready\n");
      case "/metrics":
        return send(response, 200, registry.contentType, await registry.metrics());
      case "/internal/status":
        if (!bearer(request, token)) return send(response, 401, "text/plain", "The internal token is needed.\n");
        return send(response, 200, "application/json", JSON.stringify(status(collector)));
      default:
        if (sink.current === null) return send(response, 503, "text/plain", `${sink.error}\n`);
        return sink.current.readHandler(token)(request, response);
    }
  };
}

function internalToken(env: Env): string {
  if (env.internalToken !== undefined) return env.internalToken;
  throw new HeddleError("invalid_input", {
    what: "The collector cannot start.",
    why: "HEDDLE_INTERNAL_TOKEN is not set: nobody could read from it.",
    next: "Start Heddle by `npm start`, or give console and collector the same token of 32 characters or more.",
  });
}

/** Starts the collector; resolves with what ends it. What was begun is ended again when a part cannot start. */
async function startCollector(env: Env, log: Logger): Promise<() => Promise<void>> {
  const token = internalToken(env);
  const lock = lockFolder(join(env.dataDir, "ingest", "lock"), "the collector's data");
  const ending: (() => Promise<void>)[] = [async () => lock.release()];
  const stop = async () => {
    for (let end = ending.pop(); end !== undefined; end = ending.pop()) await end();
  };
  try {
    await startParts(env, log, token, ending);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** Each part that runs leaves in `ending` how it ends; they end in reverse order. */
async function startParts(env: Env, log: Logger, token: string, ending: (() => Promise<void>)[]): Promise<void> {
  const startedAt = new Date().toISOString();
  const open = () =>
    openTelemetryStore({
      dataDir: env.dataDir,
      clickhouseUrl: env.clickhouseUrl,
      spanRetentionHours: env.spanRetentionHours,
      edgeRetentionDays: env.edgeRetentionDays,
      storeMaxBytes: env.storeMaxBytes,
      onTrouble: (error) => log.warn({ err: error }, "Trouble in the telemetry store."),
    });
  const sink = new LateSink(open, log);
  ending.push(() => sink.close());
  await sink.start();
  const ingest = await startIngest({
    mesh: env.mesh,
    host: env.host,
    otlpGrpcPort: env.otlpGrpcPort,
    otlpHttpPort: env.otlpHttpPort,
    zipkinPort: env.zipkinPort,
    dataDir: env.dataDir,
    maxBodyBytes: env.maxBodyBytes,
    spanRetentionHours: env.spanRetentionHours,
    scrapeIntervalMs: env.scrapeIntervalMs,
    consoleUrl: `http://127.0.0.1:${env.consolePort}`,
    internalToken: token,
    sink,
    log,
  });
  const collector: Collector = { env, log, startedAt, sink, ingest, port: 0 };
  const handler = internalHandler(collector, token);
  const server = createServer((request, response) => {
    handler(request, response).catch((error: unknown) => {
      log.error({ err: error }, "A request of the internal port failed.");
      if (response.headersSent) response.destroy();
      else send(response, 500, "text/plain", "The collector failed inside; its log says why.\n");
    });
  });
  ending.push(
    () => closeHttp(server),
    () => ingest.close(),
  );
  collector.port = await listen(server, env.collectorPort, env.host, "reads");
  log.info({ ...ingest.ports, collector: collector.port, lossNote: ingest.lossNote }, "The collector is up.");
}

/** Ends the process cleanly on the first signal; a second one ends it at once. */
async function main(): Promise<void> {
  const env = readEnv();
  const log = createLogger("collector", env.logLevel);
  process.on("unhandledRejection", (error) => log.error({ err: error }, "A promise failed and nobody looked."));
  try {
    const stop = await startCollector(env, log);
    let stopping = false;
    const end = (signal: string) => {
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, "The collector is stopping.");
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.fatal({ err: error }, "The collector could not stop cleanly.");
          process.exit(1);
        },
      );
    };
    process.on("SIGTERM", () => end("SIGTERM"));
    process.on("SIGINT", () => end("SIGINT"));
  } catch (error) {
    log.fatal({ err: error }, error instanceof HeddleError ? error.message : "The collector cannot start.");
    process.exit(1);
  }
}

await main();
