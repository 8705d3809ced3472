import { describe, expect, test } from "vitest";
import { protoEncode } from "../otlp/otlp-proto.test-support";
import { normaliseZipkin } from "./normalise-zipkin";
import { readZipkinJson } from "./read-zipkin-json";
import { readZipkinProto } from "./read-zipkin-proto";
import type { ZipkinSpan } from "./zipkin-span";
import { zipkinToOtlp } from "./zipkin-to-otlp";

const read = (spans: object[]) => normaliseZipkin(readZipkinJson(Buffer.from(JSON.stringify(spans))));
const ids = (span: ZipkinSpan | undefined) => [span?.traceId, span?.id, span?.parentId];

describe("Zipkin's spans", () => {
  test("of JSON and protobuf are the same", () => {
    const json = read([
      {
        traceId: "5af7183fb1d4cf5f",
        id: "352bff9a74ca9ad2",
        parentId: "6b221d5bc9e6496c",
        name: "get /api",
        kind: "CLIENT",
        timestamp: 1556604172355737,
        duration: 1431,
        localEndpoint: { serviceName: "backend", ipv4: "192.168.99.1", port: 3306 },
        remoteEndpoint: { serviceName: "db", ipv4: "172.19.0.2", port: 58648 },
        annotations: [{ timestamp: 1556604172355738, value: "ws" }],
        tags: { "http.method": "GET" },
      },
    ]);
    const proto = normaliseZipkin(
      readZipkinProto(
        protoEncode("ListOfSpans", {
          spans: [
            {
              traceId: Buffer.from("5af7183fb1d4cf5f", "hex"),
              id: Buffer.from("352bff9a74ca9ad2", "hex"),
              parentId: Buffer.from("6b221d5bc9e6496c", "hex"),
              name: "get /api",
              kind: 1,
              timestamp: "1556604172355737",
              duration: "1431",
              localEndpoint: { serviceName: "backend", ipv4: Buffer.from([192, 168, 99, 1]), port: 3306 },
              remoteEndpoint: { serviceName: "db", ipv4: Buffer.from([172, 19, 0, 2]), port: 58648 },
              annotations: [{ timestamp: "1556604172355738", value: "ws" }],
              tags: { "http.method": "GET" },
            },
          ],
        }),
      ),
    );
    expect(proto).toEqual(json);
    const [resource] = zipkinToOtlp(json).resourceSpans;
    expect(resource?.resource.attributes).toEqual([{ key: "service.name", value: { stringValue: "backend" } }]);
    expect(resource?.scopeSpans[0]?.spans[0]).toMatchObject({
      traceId: "00000000000000005af7183fb1d4cf5f",
      parentSpanId: "6b221d5bc9e6496c",
      kind: 3,
      startTimeUnixNano: "1556604172355737000",
      endTimeUnixNano: "1556604172357168000",
      attributes: expect.arrayContaining([{ key: "peer.service", value: { stringValue: "db" } }]),
      events: [{ timeUnixNano: "1556604172355738000", name: "ws" }],
    });
  });

  test("get their ids padded and lower-cased, a parent that is itself dropped, names without meaning dropped", () => {
    const [span] = read([
      { traceId: "ABC", id: "1F", parentId: "1f", name: "unknown", localEndpoint: { serviceName: "UNKNOWN" } },
    ]);
    expect(ids(span)).toEqual([`${"0".repeat(29)}abc`, "000000000000001f", ""]);
    expect(span).toMatchObject({ name: "", local: { serviceName: "" } });
  });

  test("that come in parts become one", () => {
    const spans = read([
      { traceId: "1", id: "2", kind: "CLIENT", timestamp: 100, localEndpoint: { serviceName: "a" }, tags: { x: "1" } },
      { traceId: "1", id: "2", kind: "CLIENT", duration: 9, localEndpoint: { serviceName: "a" }, tags: { y: "2" } },
      { traceId: "1", id: "2", annotations: [{ timestamp: 101, value: "late" }] },
    ]);
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({ timestampUs: 100, durationUs: 9, annotations: [{ value: "late" }] });
    expect([...(spans[0]?.tags ?? [])]).toEqual([
      ["x", "1"],
      ["y", "2"],
    ]);
  });

  test("of client and server that share an id stay two, the server marked and under the same parent", () => {
    const spans = read([
      { traceId: "1", id: "2", parentId: "9", kind: "CLIENT", shared: true, localEndpoint: { serviceName: "a" } },
      { traceId: "1", id: "2", kind: "SERVER", localEndpoint: { serviceName: "b" } },
    ]);
    expect(spans.map(({ kind, shared, parentId }) => [kind, shared, parentId])).toEqual([
      ["CLIENT", false, "0000000000000009"],
      ["SERVER", true, "0000000000000009"],
    ]);
  });

  test("of two servers that answer one client id (a retry) stay two", () => {
    const server = (serviceName: string) => ({
      traceId: "1",
      id: "2",
      kind: "SERVER",
      shared: true,
      localEndpoint: { serviceName },
    });
    expect(read([server("b"), server("c")])).toHaveLength(2);
  });

  test.each([
    ["not JSON", "{", /not JSON/],
    ["not a list", '{"traceId":"1"}', /not a list/],
    ["v1", '[{"binaryAnnotations":[]}]', /v1/],
    ["a span that is text", '["x"]', /\[0\] is not an object/],
    ["a time that is text", '[{"traceId":"1","id":"2","timestamp":"x"}]', /\[0\]\.timestamp/],
  ])("%s are refused with a reason", (_, body, why) => {
    expect(() => readZipkinJson(Buffer.from(body))).toThrowError(why);
  });

  test("an error tag is the status of the span", () => {
    const status = (tags: object) =>
      zipkinToOtlp(read([{ traceId: "1", id: "2", tags }])).resourceSpans[0]?.scopeSpans[0]?.spans[0];
    expect(status({ error: "timeout" })).toMatchObject({ status: { code: 2, message: "timeout" } });
    expect(status({ error: "true" })).toMatchObject({ status: { code: 2, message: "" } });
    expect(status({ error: "false" })).not.toHaveProperty("status");
  });
});
