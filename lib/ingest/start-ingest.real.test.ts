import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, request as httpRequest, type Server } from "node:http";
import { connect as http2Connect } from "node:http2";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Client, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { pino } from "pino";
import { compress } from "snappyjs";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { MemorySink } from "./memory-sink.test-support";
import { encodeTraceJson } from "./otlp/encode-trace-json";
import { protoEncode, protoType } from "./otlp/otlp-proto.test-support";
import { type Ingest, startIngest } from "./start-ingest";

const MAX_BODY = 1_000_000;
const TRACES = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
const METRICS = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
const TOKEN = "t".repeat(32);

const sink = new MemorySink();
let folder = "";
let ingest: Ingest;
let consoleServer: Server;
let proxyServer: Server;
let proxyStats = "";
let targets: object[] = [];

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listening = (server: Server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "heddle-ingest-"));
  consoleServer = createServer((request, response) => {
    const allowed = request.headers.authorization === `Bearer ${TOKEN}` && request.url === "/internal/scrape-targets";
    response.writeHead(allowed ? 200 : 401, { "content-type": "application/json" }).end(JSON.stringify(targets));
  });
  proxyServer = createServer((_, response) => response.end(proxyStats));
  await Promise.all([listening(consoleServer), listening(proxyServer)]);
  ingest = await startIngest({
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
  await ingest.close();
  consoleServer.close();
  proxyServer.close();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  sink.mode = "up";
});

let made = 0;
/** OTLP/JSON with one span of a new name. */
function oneSpan(more: object = {}) {
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

const stored = (name: string) => vi.waitFor(() => expect(sink.names).toContain(name), { timeout: 5000 });
const url = (path: string) => `http://127.0.0.1:${ingest.ports.otlpHttp}${path}`;
const PROTO = { "content-type": "application/x-protobuf" };
const JSON_TYPE = { "content-type": "application/json" };
const post = (path: string, headers: Record<string, string>, body: Buffer | string) =>
  fetch(url(path), { method: "POST", headers, body: body as BodyInit });

async function rpcStatusOf(answer: Response): Promise<{ code: number; message: string; details?: unknown[] }> {
  if (answer.headers.get("content-type") === "application/json") {
    return (await answer.json()) as { code: number; message: string };
  }
  const type = protoType("RpcStatus");
  return type.toObject(type.decode(Buffer.from(await answer.arrayBuffer()))) as { code: number; message: string };
}

describe("OTLP over HTTP", () => {
  test("takes protobuf, JSON and gzip, and stores what it acknowledged", async () => {
    const [plain, zipped, json, zippedJson] = [oneSpan(), oneSpan(), oneSpan(), oneSpan()];
    const answers = await Promise.all([
      post("/v1/traces", PROTO, plain.proto),
      post("/v1/traces", { ...PROTO, "content-encoding": "gzip" }, gzipSync(zipped.proto)),
      post("/v1/traces", JSON_TYPE, JSON.stringify(json.json)),
      post(
        "/v1/traces",
        { "content-type": "application/json; charset=utf-8", "content-encoding": "gzip" },
        gzipSync(JSON.stringify(zippedJson.json)),
      ),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    expect(answers.map((answer) => answer.headers.get("content-type"))).toEqual([
      "application/x-protobuf",
      "application/x-protobuf",
      "application/json",
      "application/json",
    ]);
    expect(await answers[0]?.text()).toBe("");
    expect(await answers[2]?.text()).toBe("{}");
    for (const { name } of [plain, zipped, json, zippedJson]) await stored(name);
  });

  test("takes an empty request as a success", async () => {
    expect((await post("/v1/traces", PROTO, Buffer.alloc(0))).status).toBe(200);
    expect((await post("/v1/traces", JSON_TYPE, "{}")).status).toBe(200);
  });

  test("takes enum names and ids in upper case", async () => {
    const { name, json } = oneSpan({
      kind: "SPAN_KIND_SERVER",
      status: { code: "STATUS_CODE_ERROR" },
      traceId: "AB".repeat(16),
    });
    expect((await post("/v1/traces", JSON_TYPE, JSON.stringify(json))).status).toBe(200);
    await stored(name);
    expect(sink.columns.find((row) => row.name === name)).toMatchObject({ kind: 2, status: 2 });
  });

  test("says how many spans it rejected and keeps the others", async () => {
    const good = oneSpan();
    const bad = oneSpan({ traceId: "00" });
    const json = { resourceSpans: [...good.json.resourceSpans, ...bad.json.resourceSpans] };
    const answer = await post("/v1/traces", JSON_TYPE, JSON.stringify(json));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      partialSuccess: { rejectedSpans: "1", errorMessage: expect.stringContaining("trace ids must be 16 bytes") },
    });
    const proto = await post("/v1/traces", PROTO, encodeTraceJson(json));
    const type = protoType("ExportTraceServiceResponse");
    const decoded = type.toObject(type.decode(Buffer.from(await proto.arrayBuffer())), { longs: Number });
    expect(decoded).toMatchObject({ partialSuccess: { rejectedSpans: 1 } });
    await stored(good.name);
    expect(sink.names).not.toContain(bad.name);
  });

  test.each([
    ["truncated protobuf", 400, 3, PROTO, () => oneSpan().proto.subarray(0, -3)],
    ["random bytes", 400, 3, PROTO, () => Buffer.from("hello, collector")],
    ["broken JSON", 400, 3, JSON_TYPE, () => '{"resourceSpans":['],
    ["JSON of another shape", 400, 3, JSON_TYPE, () => '{"resourceSpans":[{"scopeSpans":"x"}]}'],
    ["JSON that is a list", 400, 3, JSON_TYPE, () => "[]"],
    ["no gzip", 400, 3, { ...PROTO, "content-encoding": "gzip" }, () => Buffer.from("not gzip")],
    ["a type nobody knows", 415, 12, { "content-type": "text/plain" }, () => "x"],
    ["an encoding nobody knows", 415, 12, { ...PROTO, "content-encoding": "br" }, () => "x"],
    ["a body over the limit", 413, 8, PROTO, () => Buffer.alloc(MAX_BODY + 1)],
    ["a gzip bomb", 413, 8, { ...PROTO, "content-encoding": "gzip" }, () => gzipSync(Buffer.alloc(200 * MAX_BODY))],
  ])("answers %s with %i and a google.rpc.Status", async (_, status, code, headers, body) => {
    const answer = await post("/v1/traces", headers as Record<string, string>, body());
    expect(answer.status).toBe(status);
    expect(await rpcStatusOf(answer)).toMatchObject({ code, message: expect.stringMatching(/\S/) });
    expect((await post("/v1/traces", PROTO, oneSpan().proto)).status).toBe(200);
  });

  test("answers another method with 405, another path with 404", async () => {
    const answer = await fetch(url("/v1/traces"));
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST");
    expect((await fetch(url("/v1/nothing"), { method: "POST" })).status).toBe(404);
  });

  test("cuts off a body without announced length at the limit", async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(url("/v1/traces"), { method: "POST", headers: PROTO }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      request.on("error", reject);
      const chunk = Buffer.alloc(100_000);
      for (let i = 0; i < 20; i++) request.write(chunk);
      request.end();
    });
    expect(status).toBe(413);
  });

  test("outlives a sender that goes away in the middle", async () => {
    await new Promise<void>((resolve) => {
      const request = httpRequest(url("/v1/traces"), {
        method: "POST",
        headers: { ...PROTO, "content-length": "1000" },
      });
      request.on("error", () => resolve());
      request.write(Buffer.alloc(10));
      setImmediate(() => request.destroy());
      request.on("close", () => resolve());
    });
    expect((await post("/v1/traces", PROTO, oneSpan().proto)).status).toBe(200);
  });
});

interface GrpcAnswer {
  code: number;
  message: string;
  details: Buffer | undefined;
  body: Buffer | undefined;
}

function grpc(path: string, body: Buffer, options: { gzip?: boolean; maxSend?: number } = {}): Promise<GrpcAnswer> {
  const client = new Client(`127.0.0.1:${ingest.ports.otlpGrpc}`, credentials.createInsecure(), {
    ...(options.gzip && { "grpc.default_compression_algorithm": 2 }),
    "grpc.max_send_message_length": -1,
  });
  return new Promise((resolve) => {
    const identity = (bytes: Buffer) => bytes;
    client.makeUnaryRequest(
      path,
      identity,
      identity,
      body,
      new Metadata(),
      (error: ServiceError | null, answer?: Buffer) => {
        client.close();
        const details = error?.metadata.get("grpc-status-details-bin")[0];
        resolve({
          code: error?.code ?? 0,
          message: error?.details ?? "",
          details: Buffer.isBuffer(details) ? details : undefined,
          body: answer,
        });
      },
    );
  });
}

describe("OTLP over gRPC", () => {
  test("takes spans with and without gzip from a foreign client", async () => {
    const [plain, zipped] = [oneSpan(), oneSpan()];
    expect(await grpc(TRACES, plain.proto)).toMatchObject({ code: 0, body: Buffer.alloc(0) });
    expect(await grpc(TRACES, zipped.proto, { gzip: true })).toMatchObject({ code: 0 });
    await stored(plain.name);
    await stored(zipped.name);
  });

  test("says how many spans it rejected", async () => {
    const { body } = await grpc(TRACES, oneSpan({ spanId: "0000000000000000" }).proto);
    const type = protoType("ExportTraceServiceResponse");
    expect(type.toObject(type.decode(body ?? Buffer.alloc(0)), { longs: Number })).toMatchObject({
      partialSuccess: { rejectedSpans: 1 },
    });
  });

  test.each([
    ["a truncated message", TRACES, () => oneSpan().proto.subarray(0, -2), 3],
    ["a message over the limit", TRACES, () => Buffer.alloc(MAX_BODY + 10), 8],
    ["an unknown method", "/x.Y/Z", () => Buffer.alloc(0), 12],
  ])("answers %s with its status", async (_, path, body, code) => {
    const answer = await grpc(path, body());
    expect(answer.code).toBe(code);
    expect(answer.message).toMatch(/\S/);
    expect((await grpc(TRACES, oneSpan().proto)).code).toBe(0);
  });

  test("refuses a gzip bomb and frames that lie about their size", async () => {
    expect((await grpc(TRACES, Buffer.alloc(MAX_BODY - 100), { gzip: true })).code).toBe(3);
    const bomb = gzipSync(Buffer.alloc(100 * MAX_BODY));
    for (const [flag, size, body, expected] of [
      [1, bomb.length, bomb, "8"],
      [0, 0xffff_ffff, Buffer.alloc(3), "8"],
      [0, 9, Buffer.alloc(3), "3"],
      [7, 3, Buffer.alloc(3), "3"],
    ] as const) {
      const head = Buffer.alloc(5);
      head[0] = flag;
      head.writeUInt32BE(size, 1);
      expect(await rawGrpc(Buffer.concat([head, body]))).toBe(expected);
    }
  });

  test("counts metrics with Istio's names as traffic", async () => {
    const now = BigInt(Date.now()) * 1_000_000n;
    const attributes = Object.entries({
      reporter: "source",
      source_workload: "grpc-a",
      destination_workload: "grpc-b",
    }).map(([key, value]) => ({ key, value: { stringValue: value } }));
    const point = { attributes, asInt: 6, startTimeUnixNano: `${now - 4_000_000_000n}`, timeUnixNano: `${now}` };
    const metric = { name: "istio_requests_total", sum: { aggregationTemporality: 1, dataPoints: [point] } };
    const body = protoEncode("ExportMetricsServiceRequest", {
      resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }],
    });
    expect((await grpc(METRICS, body)).code).toBe(0);
    const count = () =>
      sink.edges.filter((row) => row.source.workload === "grpc-a").reduce((sum, row) => sum + row.count, 0);
    await vi.waitFor(() => expect(count()).toBe(6), { timeout: 10_000 });
  });
});

/** The grpc-status of a call whose frame is written by hand. */
function rawGrpc(framed: Buffer): Promise<string> {
  const session = http2Connect(`http://127.0.0.1:${ingest.ports.otlpGrpc}`);
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ":method": "POST",
      ":path": TRACES,
      "content-type": "application/grpc",
      "grpc-encoding": "gzip",
    });
    const take = (headers: Record<string, unknown>) => {
      if (headers["grpc-status"] !== undefined) resolve(String(headers["grpc-status"]));
    };
    stream.on("response", take).on("trailers", take).on("error", reject);
    stream.on("close", () => session.close());
    stream.resume();
    stream.end(framed);
  });
}

describe("back-pressure", () => {
  test("slows senders down while the store is away, and takes their spans once it is back", async () => {
    sink.mode = "down";
    const spool = ingest.parts.spool;
    const full = vi.spyOn(spool, "full", "get").mockReturnValue(true);
    const { name, proto, json } = oneSpan();
    const answer = await post("/v1/traces", PROTO, proto);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await rpcStatusOf(answer)).toMatchObject({ code: 14 });
    const call = await grpc(TRACES, proto);
    expect(call.code).toBe(14);
    const type = protoType("RpcStatus");
    const status = type.toObject(type.decode(call.details ?? Buffer.alloc(0)));
    expect(status.details[0].type_url ?? status.details[0].typeUrl).toBe("type.googleapis.com/google.rpc.RetryInfo");
    full.mockRestore();
    const kept = await post("/v1/traces", JSON_TYPE, JSON.stringify(json));
    expect(kept.status).toBe(200);
    expect(sink.names).not.toContain(name);
    sink.mode = "up";
    await stored(name);
  });
});

describe("Zipkin", () => {
  const send = (headers: Record<string, string>, body: Buffer | string) =>
    fetch(`http://127.0.0.1:${ingest.ports.zipkin}/api/v2/spans`, { method: "POST", headers, body: body as BodyInit });
  const zipkinSpan = (name: string) => ({
    traceId: randomBytes(8).toString("hex"),
    id: randomBytes(8).toString("hex"),
    name,
    timestamp: Date.now() * 1000,
    duration: 5,
    localEndpoint: { serviceName: "z" },
  });

  test("takes JSON, protobuf and gzip with 202", async () => {
    const proto = protoEncode("ListOfSpans", {
      spans: [{ ...zipkinSpan("z-proto"), traceId: randomBytes(16), id: randomBytes(8) }],
    });
    const answers = [
      await send(JSON_TYPE, JSON.stringify([zipkinSpan("z-json")])),
      await send(PROTO, proto),
      await send({ ...JSON_TYPE, "content-encoding": "gzip" }, gzipSync(JSON.stringify([zipkinSpan("z-gzip")]))),
      await send(JSON_TYPE, "[]"),
      await send({}, Buffer.alloc(0)),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([202, 202, 202, 202, 202]);
    for (const name of ["z-json", "z-proto", "z-gzip"]) await stored(name);
  });

  test.each([
    ["v1", JSON_TYPE, '[{"binaryAnnotations":[]}]', 400],
    ["no JSON", JSON_TYPE, "[", 400],
    ["truncated protobuf", PROTO, Buffer.from([0x0a, 5, 1]), 400],
    ["bad gzip", { ...JSON_TYPE, "content-encoding": "gzip" }, "xx", 400],
    ["another type", { "content-type": "text/csv" }, "a,b", 415],
  ])("answers %s with its status in text", async (_, headers, body, status) => {
    const answer = await send(headers as Record<string, string>, body);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(/\S/);
  });
});

describe("remote write", () => {
  const V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";
  const send = (type: string, body: Uint8Array, more: Record<string, string> = {}) =>
    post("/api/v1/write", { "content-type": type, "content-encoding": "snappy", ...more }, Buffer.from(body));
  const symbols = [
    "",
    "__name__",
    "istio_requests_total",
    "reporter",
    "source",
    "source_workload",
    "rw2",
    "destination_workload",
    "d",
  ];
  const v2 = (value: number, atMs: number) =>
    compress(
      protoEncode("RequestV2", {
        symbols,
        timeseries: [{ labelsRefs: [1, 2, 3, 4, 5, 6, 7, 8], samples: [{ value, timestamp: atMs }] }],
      }),
    );
  const v1 = (value: number, atMs: number, name = "istio_requests_total") =>
    compress(
      protoEncode("WriteRequest", {
        timeseries: [
          {
            labels: [
              { name: "__name__", value: name },
              { name: "destination_workload", value: "d" },
              { name: "reporter", value: "source" },
              { name: "source_workload", value: "rw1" },
            ],
            samples: [{ value, timestamp: atMs }],
          },
        ],
      }),
    );

  test("1.0 and 2.0 count by difference", async () => {
    const now = Date.now();
    const answers = [
      await send("application/x-protobuf", v1(100, now - 5000)),
      await send("application/x-protobuf", v1(103, now)),
      await send(V2, v2(50, now - 5000)),
      await send(V2, v2(54, now)),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([204, 204, 204, 204]);
    expect(answers[3]?.headers.get("x-prometheus-remote-write-samples-written")).toBe("1");
    expect(answers[0]?.headers.get("x-prometheus-remote-write-samples-written")).toBeNull();
    const count = (workload: string) =>
      sink.edges.filter((row) => row.source.workload === workload).reduce((sum, row) => sum + row.count, 0);
    await vi.waitFor(() => expect([count("rw1"), count("rw2")]).toEqual([3, 4]), { timeout: 10_000 });
  });

  test("takes metrics it has no use for", async () => {
    expect((await send("application/x-protobuf", v1(1, Date.now(), "up"))).status).toBe(204);
  });

  test.each([
    ["a schema nobody knows", "application/x-protobuf;proto=a.B", {}, () => compress(Buffer.alloc(1)), 415],
    ["another type", "application/json", {}, () => compress(Buffer.alloc(1)), 415],
    ["another encoding", "application/x-protobuf", { "content-encoding": "gzip" }, () => gzipSync(""), 415],
    [
      "snappy garbage",
      "application/x-protobuf",
      {},
      () => Uint8Array.from([4, 0xfc, 0xff, 0xff, 0xff, 0xff, 1, 2]),
      400,
    ],
    ["a size that lies", "application/x-protobuf", {}, () => Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]), 413],
    ["truncated protobuf", "application/x-protobuf", {}, () => compress(Buffer.from([0x0a, 9, 1])), 400],
    ["a time far off", "application/x-protobuf", {}, () => v1(1, 1000), 400],
    ["2.0 without an empty symbol", V2, {}, () => compress(protoEncode("RequestV2", { symbols: ["x"] })), 400],
  ])("answers %s with its status", async (_, type, headers, body, status) => {
    const answer = await send(type, body(), headers as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(/\S/);
    if (type === V2) expect(answer.headers.get("x-prometheus-remote-write-samples-written")).toBe("0");
  });
});

describe("scraping", () => {
  test("counts what proxies count, shows lost ones and heals", async () => {
    const source = { namespace: "shop", workload: "scraped", app: "scraped", service: "scraped", version: "v1" };
    const tags =
      'destination="d-v1;shop;d;v1;local",cluster="outbound|80||d.shop.svc.cluster.local",code="200",grpc="-",flags="-",tls="-"';
    const stats = (requests: number, uptime: number) =>
      `envoy_server_uptime{} ${uptime}\nenvoy_mesh_requests_total{${tags}} ${requests}\n`;
    const count = () =>
      sink.edges.filter((row) => row.source.workload === "scraped").reduce((sum, row) => sum + row.count, 0);
    const target = (url: string, proxyId: string) => ({ proxyId, url, mesh: "local", source, outboundTcp: {} });
    proxyStats = stats(5, 0);
    targets = [target(`http://127.0.0.1:${portOf(proxyServer)}/`, "alive"), target("http://127.0.0.1:1/", "gone")];
    await vi.waitFor(() => expect(count()).toBe(5), { timeout: 5000 });
    const { failing, consoleError } = ingest.parts.scraper.status();
    expect(failing.map(({ proxyId }) => proxyId)).toEqual(["gone"]);
    expect(consoleError).toBe("");
    proxyStats = stats(9, 1);
    await vi.waitFor(() => expect(count()).toBe(9), { timeout: 5000 });

    targets = { not: "a list" } as never;
    await vi.waitFor(() => expect(ingest.parts.scraper.status().consoleError).not.toBe(""), { timeout: 5000 });
    proxyStats = stats(11, 2);
    await vi.waitFor(() => expect(count()).toBe(11), { timeout: 5000 });
    targets = [target(`http://127.0.0.1:${portOf(proxyServer)}/`, "alive")];
    await vi.waitFor(() => expect(ingest.parts.scraper.status()).toMatchObject({ consoleError: "", failing: [] }), {
      timeout: 5000,
    });
  });
});

test("a port that is taken is said", async () => {
  const more = {
    mesh: "local",
    host: "127.0.0.1",
    otlpHttpPort: 0,
    zipkinPort: 0,
    scrapeIntervalMs: 500,
    spanRetentionHours: 1,
  };
  const dataDir = await mkdtemp(join(tmpdir(), "heddle-ingest-"));
  const second = startIngest({
    ...more,
    otlpGrpcPort: ingest.ports.otlpGrpc,
    dataDir,
    maxBodyBytes: 1000,
    consoleUrl: "http://127.0.0.1:1",
    internalToken: TOKEN,
    sink,
    log: pino({ level: "silent" }),
  });
  await expect(second).rejects.toMatchObject({ code: "unavailable", why: expect.stringContaining("EADDRINUSE") });
  await rm(dataDir, { recursive: true });
});
