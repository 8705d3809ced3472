import { describe, expect, test } from "vitest";
import { length, NOW_NS, request, setUp, span } from "./decode-set-up.test-support";
import { encodeTraceJson } from "./encode-trace-json";
import { protoEncode } from "./otlp-proto.test-support";

describe("ids", () => {
  test.each([
    ["trace_id", { traceId: Buffer.alloc(16) }],
    ["trace_id", { traceId: Buffer.alloc(15, 1) }],
    ["trace_id", { traceId: Buffer.alloc(0) }],
    ["span_id", { spanId: Buffer.alloc(8) }],
    ["span_id", { spanId: Buffer.alloc(9, 1) }],
    ["parent_span_id", { parentSpanId: Buffer.alloc(7, 1) }],
  ])("that are wrong cost only their span (%s)", (reason, wrong) => {
    const { decode, read, seen } = setUp();
    const attributes = [{ key: "of the bad one", value: { stringValue: "x" } }];
    const result = decode(request(span({ ...wrong, attributes }), span({ name: "good" })));
    expect(result).toMatchObject({ accepted: 1, rejected: 1 });
    expect([...result.reasons]).toEqual([[reason, 1]]);
    expect(read().columns.get("name")).toEqual(["good"]);
    expect(read().columns.get("attributes")).toEqual([[]]);
    expect(seen).toHaveLength(1);
  });
});

describe("hostile spans", () => {
  test("an attribute of 100 kB is cut at a character and marked", () => {
    const { decode, read } = setUp();
    decode(request(span({ attributes: [{ key: "big", value: { stringValue: "é".repeat(50_000) } }] })));
    const [attributes] = read().columns.get("attributes") as [string, string][][];
    expect(attributes?.map(([key]) => key)).toEqual(["big", "heddle.truncated"]);
    expect(attributes?.[0]?.[1]).toBe("é".repeat(8192));
    expect(attributes?.[1]?.[1]).toBe("big");
  });

  test("thousands of attributes are cut and counted as dropped", () => {
    const { decode, read } = setUp();
    const attributes = Array.from({ length: 2000 }, (_, i) => ({ key: `k${i}`, value: { intValue: i } }));
    decode(request(span({ attributes })));
    expect((read().columns.get("attributes") as unknown[][])[0]).toHaveLength(512);
    expect(read().columns.get("dropped")).toEqual(['{"droppedAttributesCount":1488}']);
  });

  test.each([
    ["1970", "1"],
    ["2100", String(BigInt(Date.parse("2100-01-01T00:00:00Z")) * 1_000_000n)],
    ["after the end of time", "18446744073709551615"],
  ])("a clock that says %s is replaced by the arrival and marked", (_, start) => {
    const { decode, read } = setUp();
    const end = String((BigInt(start) + 7_000_000n) % 2n ** 64n);
    decode(request(span({ startTimeUnixNano: start, endTimeUnixNano: end })));
    expect(read().columns.get("startTime")).toEqual([NOW_NS]);
    expect((read().columns.get("attributes") as string[][][])[0]).toEqual([["heddle.original_start", start]]);
  });

  test("an end before the start is a duration of zero", () => {
    const { decode, read } = setUp();
    decode(request(span({ endTimeUnixNano: String(NOW_NS - 1n) })));
    expect(read().columns.get("durationNs")).toEqual([0n]);
  });

  test("ill-formed UTF-8 becomes replacement characters", () => {
    const { decode, read } = setUp();
    const body = request(span({ attributes: [{ key: "k", value: { stringValue: "@@@@" } }] }));
    const at = body.indexOf("@@@@");
    body[at] = 0xff;
    decode(body);
    expect((read().columns.get("attributes") as string[][][])[0]).toEqual([["k", "\uFFFD@@@"]]);
  });

  test("values nested without end are refused, not a crash", () => {
    let value = protoEncode("AnyValue", { stringValue: "x" });
    for (let i = 0; i < 100; i++) {
      const array = Buffer.concat([Buffer.from([0x0a]), length(value.length), value]);
      value = Buffer.concat([Buffer.from([0x2a]), length(array.length), array]);
    }
    const pair = Buffer.concat([Buffer.from([0x0a, 1, 0x6b, 0x12]), length(value.length), value]);
    const body = Buffer.concat([protoEncode("Span", span()), Buffer.from([0x4a]), length(pair.length), pair]);
    const scope = Buffer.concat([Buffer.from([0x12]), length(body.length), body]);
    const resource = Buffer.concat([Buffer.from([0x12]), length(scope.length), scope]);
    const whole = Buffer.concat([Buffer.from([0x0a]), length(resource.length), resource]);
    expect(() => setUp().decode(whole)).toThrowError(/nested deeper/);
  });
});

describe("what spans say about edges", () => {
  test("an Envoy span names its workload, its callee's cluster, code, flags and sizes", () => {
    const { decode, seen, tables, read } = setUp();
    const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } });
    const body = encodeTraceJson({
      resourceSpans: [
        {
          resource: { attributes: [attribute("service.name", "productpage")] },
          scopeSpans: [
            {
              spans: [
                {
                  traceId: "0AF7651916CD43DD8448EB211C80319C",
                  spanId: "b7ad6b7169203331",
                  name: "reviews.shop.svc.cluster.local:9080/*",
                  kind: "SPAN_KIND_CLIENT",
                  startTimeUnixNano: String(NOW_NS),
                  endTimeUnixNano: String(NOW_NS + 25_000_000n),
                  attributes: [
                    attribute("component", "proxy"),
                    attribute(
                      "node_id",
                      "sidecar~10.0.0.1~productpage-v1-7d9c5b6f4b-x2kqz.shop~shop.svc.cluster.local",
                    ),
                    attribute("http.status_code", "503"),
                    attribute("response_flags", "UF"),
                    attribute("request_size", "12"),
                    attribute("response_size", "345"),
                    attribute("upstream_cluster", "outbound|9080|v1|reviews.shop.svc.cluster.local"),
                    attribute("istio.canonical_service", "productpage"),
                    attribute("istio.canonical_revision", "v1"),
                    attribute("istio.namespace", "shop"),
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
    decode(body);
    const [facts] = seen;
    expect(facts).toMatchObject({ kind: 3, proxy: 1, durationMs: 25, bytesSent: 12, bytesReceived: 345, estimated: 1 });
    expect(tables.peers.get(facts?.peer ?? -1)).toEqual({
      namespace: "shop",
      workload: "productpage-v1",
      app: "productpage",
      service: "productpage",
      version: "v1",
    });
    expect(tables.destinations.get(facts?.destination ?? -1)).toEqual({
      host: "reviews.shop.svc.cluster.local",
      peer: { namespace: "shop", workload: "", app: "reviews", service: "reviews", version: "v1" },
    });
    expect(tables.outcomes.get(facts?.outcome ?? -1)).toEqual({ protocol: "http", code: "503", flags: "UF" });
    expect(read().columns.get("peer")).toEqual(["reviews.shop.svc.cluster.local"]);
    expect(read().columns.get("workload")).toEqual(["productpage-v1"]);
  });

  test("a known sampling probability weighs a span, an unknown one marks it as estimated", () => {
    const { decode, seen } = setUp();
    decode(request(span({ traceState: "ot=th:8" }), span({ traceState: "x=y,ot=rv:1;th:0" }), span()));
    expect(seen.map(({ weight, estimated }) => ({ weight, estimated }))).toEqual([
      { weight: 2, estimated: 1 },
      { weight: 1, estimated: 0 },
      { weight: 1, estimated: 1 },
    ]);
  });
});
