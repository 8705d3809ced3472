import { request as httpRequest } from "node:http";
import { connect as http2Connect } from "node:http2";
import { gzipSync } from "node:zlib";
import { Client, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { describe, expect, test, vi } from "vitest";
import { ingestBed, JSON_TYPE, MAX_BODY, oneSpan, PROTO } from "./ingest-bed.test-support";
import { encodeTraceJson } from "./otlp/encode-trace-json";
import { protoEncode, protoType } from "./otlp/otlp-proto.test-support";

const TRACES = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
const METRICS = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

const bed = ingestBed();
const { post, sink, stored, url } = bed;

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
  const client = new Client(`127.0.0.1:${bed.ingest.ports.otlpGrpc}`, credentials.createInsecure(), {
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
  const session = http2Connect(`http://127.0.0.1:${bed.ingest.ports.otlpGrpc}`);
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
    const spool = bed.ingest.parts.spool;
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
