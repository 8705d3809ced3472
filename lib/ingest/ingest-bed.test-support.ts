import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { MemorySink } from "./memory-sink.test-support";
import { encodeTraceJson } from "./otlp/encode-trace-json";
import { type Ingest, startIngest } from "./start-ingest";

export const MAX_BODY = 1_000_000;
export const TOKEN = "t".repeat(32);
export const PROTO = { "content-type": "application/x-protobuf" };
export const JSON_TYPE = { "content-type": "application/json" };

export const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listening = (server: Server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done));

let made = 0;
/** OTLP/JSON with one span of a new name. */
export function oneSpan(more: object = {}) {
  const name = `span-${++made}`;
  const now = BigInt(Date.now()) * 1_000_000n;
  const span = {
    traceId: randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    name,
    kind: 3,
    startTimeUnixNano: `${now}`,
    endTimeUnixNano: `${now + 1_000_000n}`,
    ...more,
  };
  const json = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
  return { name, json, proto: encodeTraceJson(json) };
}

/** Everything a test file needs around one running ingest; ended with the file. */
export interface IngestBed {
  ingest: Ingest;
  sink: MemorySink;
  /** the proxy that is scraped answers with `proxyStats` */
  proxyServer: Server;
  proxyStats: string;
  /** what the console says to scrape */
  targets: object[];
  post(path: string, headers: Record<string, string>, body: Buffer | string): Promise<Response>;
  url(path: string): string;
  /** waits until a span of this name is stored */
  stored(name: string): Promise<void>;
}

/** Starts ingest on free ports with a store in memory, a console that lists targets, and a proxy to scrape. */
export function ingestBed(): IngestBed {
  const sink = new MemorySink();
  let folder = "";
  const consoleServer = createServer((request, response) => {
    const allowed = request.headers.authorization === `Bearer ${TOKEN}` && request.url === "/internal/scrape-targets";
    response.writeHead(allowed ? 200 : 401, { "content-type": "application/json" }).end(JSON.stringify(bed.targets));
  });
  const url = (path: string) => `http://127.0.0.1:${bed.ingest.ports.otlpHttp}${path}`;
  const bed: IngestBed = {
    ingest: undefined as unknown as Ingest,
    sink,
    proxyServer: createServer((_, response) => response.end(bed.proxyStats)),
    proxyStats: "",
    targets: [],
    url,
    post: (path, headers, body) => fetch(url(path), { method: "POST", headers, body: body as BodyInit }),
    stored: (name) => vi.waitFor(() => expect(sink.names).toContain(name), { timeout: 5000 }),
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "heddle-ingest-"));
    await Promise.all([listening(consoleServer), listening(bed.proxyServer)]);
    bed.ingest = await startIngest({
      mesh: "local",
      host: "127.0.0.1",
      otlpGrpcPort: 0,
      otlpHttpPort: 0,
      zipkinPort: 0,
      dataDir: folder,
      maxBodyBytes: MAX_BODY,
      spanRetentionHours: 48,
      scrapeIntervalMs: 500,
      consoleUrl: `http://127.0.0.1:${portOf(consoleServer)}`,
      internalToken: TOKEN,
      sink,
      log: pino({ level: "silent" }),
    });
  });

  afterAll(async () => {
    sink.mode = "up";
    await bed.ingest.close();
    consoleServer.close();
    bed.proxyServer.close();
    await rm(folder, { recursive: true });
  });

  beforeEach(() => {
    sink.mode = "up";
  });
  return bed;
}
