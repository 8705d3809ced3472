import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { pino } from "pino";
import { compress } from "snappyjs";
import { describe, expect, test, vi } from "vitest";
import { ingestBed, JSON_TYPE, PROTO, portOf, TOKEN } from "./ingest-bed.test-support";
import { protoEncode } from "./otlp/otlp-proto.test-support";
import { startIngest } from "./start-ingest";

const bed = ingestBed();
const { post, sink, stored } = bed;

describe("Zipkin", () => {
  const send = (headers: Record<string, string>, body: Buffer | string) =>
    fetch(`http://127.0.0.1:${bed.ingest.ports.zipkin}/api/v2/spans`, {
      method: "POST",
      headers,
      body: body as BodyInit,
    });
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
    bed.proxyStats = stats(5, 0);
    bed.targets = [
      target(`http://127.0.0.1:${portOf(bed.proxyServer)}/`, "alive"),
      target("http://127.0.0.1:1/", "gone"),
    ];
    await vi.waitFor(() => expect(count()).toBe(5), { timeout: 5000 });
    const { failing, consoleError } = bed.ingest.parts.scraper.status();
    expect(failing.map(({ proxyId }) => proxyId)).toEqual(["gone"]);
    expect(consoleError).toBe("");
    bed.proxyStats = stats(9, 1);
    await vi.waitFor(() => expect(count()).toBe(9), { timeout: 5000 });

    bed.targets = { not: "a list" } as never;
    await vi.waitFor(() => expect(bed.ingest.parts.scraper.status().consoleError).not.toBe(""), { timeout: 5000 });
    bed.proxyStats = stats(11, 2);
    await vi.waitFor(() => expect(count()).toBe(11), { timeout: 5000 });
    bed.targets = [target(`http://127.0.0.1:${portOf(bed.proxyServer)}/`, "alive")];
    await vi.waitFor(() => expect(bed.ingest.parts.scraper.status()).toMatchObject({ consoleError: "", failing: [] }), {
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
    otlpGrpcPort: bed.ingest.ports.otlpGrpc,
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
