import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SPAN_COLUMNS } from "../../model/span-columns";
import { readNative } from "../block/read-native.test-support";
import { SpanBlock } from "../block/span-block";
import { StringTable } from "../block/string-table";
import { EdgeTables } from "../edges/edge-tables";
import type { SpanFacts } from "../edges/span-facts";
import { encodeTraceJson } from "./encode-trace-json";
import { protoEncode, protoType } from "./otlp-proto.test-support";
import { type DecodeContext, TraceDecoder } from "./trace-decoder";

const NOW_MS = Date.parse("2026-06-01T12:00:00Z");
const NOW_NS = BigInt(NOW_MS) * 1_000_000n;

function setUp() {
  const strings = new StringTable();
  const tables = new EdgeTables();
  const block = new SpanBlock(strings);
  const decoder = new TraceDecoder(strings, tables);
  const seen: SpanFacts[] = [];
  const context: DecodeContext = {
    mesh: "local",
    nowMs: NOW_MS,
    oldestMs: NOW_MS - 48 * 3_600_000,
    onSpan: (facts) => seen.push({ ...facts }),
  };
  return {
    block,
    seen,
    tables,
    decode: (body: Buffer) => decoder.decode(body, block, context),
    read: () => {
      const [only] = readNative(Buffer.concat(block.encode()));
      return only ?? { rows: 0, columns: new Map() };
    },
  };
}

/** A span whose ids and times are fine. */
const span = (more: object = {}) => ({
  traceId: Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex"),
  spanId: Buffer.from("b7ad6b7169203331", "hex"),
  name: "GET /",
  kind: 2,
  startTimeUnixNano: String(NOW_NS),
  endTimeUnixNano: String(NOW_NS + 5_000_000n),
  ...more,
});
const request = (...spans: object[]) =>
  protoEncode("ExportTraceServiceRequest", { resourceSpans: [{ scopeSpans: [{ spans }] }] });

const text = fc.string({ unit: "grapheme", maxLength: 90 });
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.record({ stringValue: text }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
    fc.record({ doubleValue: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    fc.record({ bytesValue: fc.uint8Array({ maxLength: 20 }).map((b) => Buffer.from(b).toString("base64")) }),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie("value"), { maxLength: 3 }) }) }),
    fc.record({
      kvlistValue: fc.record({ values: fc.array(fc.record({ key: text, value: tie("value") }), { maxLength: 3 }) }),
    }),
    fc.constant({}),
  ),
})).value;
const keyValues = fc.array(fc.record({ key: text, value: anyValue }), { maxLength: 6 });
const id = (size: number) =>
  fc
    .uint8Array({ minLength: size, maxLength: size })
    .filter((bytes) => bytes.some((byte) => byte !== 0))
    .map((bytes) => Buffer.from(bytes).toString("base64"));
const count = fc.integer({ min: 0, max: 5 });
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const startNs = fc.bigInt({ min: NOW_NS - 10n ** 12n, max: NOW_NS });
const spanArbitrary = fc.record({
  traceId: id(16),
  spanId: id(8),
  parentSpanId: fc.oneof(id(8), fc.constant("")),
  traceState: text,
  name: text,
  kind: fc.integer({ min: 0, max: 5 }),
  startTimeUnixNano: startNs.map(String),
  durationNs: fc.bigInt({ min: 0n, max: 2n ** 40n }),
  attributes: keyValues,
  droppedAttributesCount: count,
  events: fc.array(
    fc.record({ timeUnixNano: startNs.map(String), name: text, attributes: keyValues, droppedAttributesCount: count }),
    { maxLength: 2 },
  ),
  links: fc.array(
    fc.record({ traceId: id(16), spanId: id(8), traceState: text, attributes: keyValues, flags: uint32 }),
    {
      maxLength: 2,
    },
  ),
  status: fc.record({ message: text, code: fc.integer({ min: 0, max: 2 }) }),
  flags: uint32,
});
type ArbitrarySpan = typeof spanArbitrary extends fc.Arbitrary<infer T> ? T : never;

const requestArbitrary = fc.array(
  fc.record({
    resource: fc.record({ attributes: keyValues, droppedAttributesCount: count }),
    schemaUrl: text,
    scopeSpans: fc.array(
      fc.record({
        scope: fc.record({ name: text, version: text, attributes: keyValues }),
        spans: fc.array(spanArbitrary, { maxLength: 4 }),
        schemaUrl: text,
      }),
      { maxLength: 2 },
    ),
  }),
  { maxLength: 3 },
);

const withEnd = ({ durationNs, ...rest }: ArbitrarySpan) => ({
  ...rest,
  endTimeUnixNano: String(BigInt(rest.startTimeUnixNano) + durationNs),
});

/** A value as the columns hold it: text and type letter. */
function plain(value: Record<string, unknown> | null | undefined): [string, string] {
  const [kind, inner] = Object.entries(value ?? {})[0] ?? ["", ""];
  switch (kind) {
    case "stringValue":
      return [inner as string, "s"];
    case "intValue":
      return [String(inner), "i"];
    case "boolValue":
      return [String(inner), "b"];
    case "doubleValue":
      return [String(inner), "d"];
    case "bytesValue":
      return [inner as string, "x"];
    case "":
      return ["", "n"];
    default:
      return ["", "j"];
  }
}

describe("a request of any content", () => {
  test("says in columns what protobufjs says it says", () => {
    fc.assert(
      fc.property(requestArbitrary, (resourceSpans) => {
        const value = {
          resourceSpans: resourceSpans.map((block) => ({
            ...block,
            scopeSpans: block.scopeSpans.map((scope) => ({ ...scope, spans: scope.spans.map(withEnd) })),
          })),
        };
        const bytes = protoEncode("ExportTraceServiceRequest", value);
        const type = protoType("ExportTraceServiceRequest");
        const options = { longs: String, bytes: String, arrays: true, oneofs: false };
        const second = type.toObject(type.decode(bytes), options) as typeof value;
        const { decode, read } = setUp();
        const expected = second.resourceSpans.flatMap((r) =>
          (r.scopeSpans ?? []).flatMap((s) => (s.spans ?? []).map((one) => ({ resource: r, scope: s, one }))),
        );
        expect(decode(bytes).accepted).toBe(expected.length);
        const { rows, columns } = read();
        expect([...columns.keys()]).toEqual(SPAN_COLUMNS.map(([name]) => name));
        expect(rows).toBe(expected.length);
        expected.forEach(({ one, resource, scope }, i) => {
          const at = (name: string) => columns.get(name)?.[i];
          const base64 = (name: string) => (at(name) as Buffer).toString("base64");
          expect(base64("traceId")).toBe(one.traceId);
          expect(base64("spanId")).toBe(one.spanId);
          expect(base64("parentSpanId")).toBe(one.parentSpanId || "AAAAAAAAAAA=");
          expect(String(at("startTime"))).toBe(one.startTimeUnixNano);
          expect(at("durationNs")).toBe(BigInt(one.endTimeUnixNano) - BigInt(one.startTimeUnixNano));
          expect(at("kind")).toBe(one.kind ?? 0);
          expect(at("status")).toBe(one.status?.code ?? 0);
          expect(at("statusMessage")).toBe(one.status?.message ?? "");
          expect(at("flags")).toBe(one.flags ?? 0);
          expect(at("name")).toBe(one.name || "unnamed");
          expect(at("traceState")).toBe(one.traceState ?? "");
          const attributes = at("attributes") as [string, string][];
          const wanted = (one.attributes ?? []).map(({ key, value: v }) => [key ?? "", ...plain(v as never)] as const);
          expect(attributes.map(([key]) => key)).toEqual(wanted.map(([key]) => key));
          const letters = wanted.map(([, , letter]) => letter).join("");
          expect(at("attributeTypes")).toBe(/^s*$/.test(letters) ? "" : letters);
          wanted.forEach(([, held, letter], k) => {
            if (letter !== "j") expect(attributes[k]?.[1]).toBe(held);
            else expect(Object.keys(JSON.parse(attributes[k]?.[1] ?? "{}"))).toHaveLength(1);
          });
          const events = JSON.parse((at("events") as string) || "[]") as { name?: string; timeUnixNano?: string }[];
          expect(events.map((event) => [event.name ?? "", event.timeUnixNano])).toEqual(
            (one.events ?? []).map((event) => [event.name ?? "", event.timeUnixNano]),
          );
          expect(JSON.parse((at("links") as string) || "[]")).toHaveLength(one.links?.length ?? 0);
          const stored = JSON.parse(at("resource") as string) as {
            resource: { attributes?: unknown[] };
            schemaUrl?: string;
          };
          expect(stored.resource.attributes ?? []).toHaveLength(resource.resource?.attributes?.length ?? 0);
          expect(stored.schemaUrl ?? "").toBe(resource.schemaUrl ?? "");
          expect(JSON.parse(at("scope") as string).scope.name ?? "").toBe(scope.scope?.name ?? "");
        });
      }),
      { numRuns: 150 },
    );
  });

  test("means the same with unknown fields of every wire type strewn in", () => {
    const unknown = Buffer.concat([
      Buffer.from([0xf8, 0x07, 0x96, 0x01]), // 127, varint
      Buffer.from([0xf9, 0x07, 1, 2, 3, 4, 5, 6, 7, 8]), // 127, fixed64
      Buffer.from([0xfa, 0x07, 3, 1, 2, 3]), // 127, bytes
      Buffer.from([0xfb, 0x07, 0x08, 0x01, 0xfc, 0x07]), // 127, group
      Buffer.from([0xfd, 0x07, 1, 2, 3, 4]), // 127, fixed32
    ]);
    const bare = protoEncode("Span", span({ attributes: [{ key: "a", value: { stringValue: "b" } }] }));
    const inside = (...parts: Buffer[]) => {
      const body = Buffer.concat(parts);
      const wrap = (tag: number, content: Buffer) =>
        Buffer.concat([Buffer.from([tag]), length(content.length), content]);
      return wrap(0x0a, wrap(0x12, wrap(0x12, body)));
    };
    const clean = setUp();
    clean.decode(inside(bare));
    const strewn = setUp();
    strewn.decode(Buffer.concat([unknown, inside(unknown, bare, unknown)]));
    expect(strewn.read()).toEqual(clean.read());
  });

  test("with a field of the wrong wire type is read without that field", () => {
    const { decode, read } = setUp();
    const bare = protoEncode("Span", span());
    // name (5) as varint, kind (6) as bytes, attributes (9) as fixed32
    const wrong = Buffer.from([0x28, 7, 0x32, 2, 1, 1, 0x4d, 1, 2, 3, 4]);
    const body = Buffer.concat([bare, wrong]);
    const scope = Buffer.concat([Buffer.from([0x12]), length(body.length), body]);
    const resource = Buffer.concat([Buffer.from([0x12]), length(scope.length), scope]);
    expect(decode(Buffer.concat([Buffer.from([0x0a]), length(resource.length), resource])).accepted).toBe(1);
    expect(read().columns.get("name")).toEqual(["GET /"]);
    expect(read().columns.get("kind")).toEqual([2]);
  });

  test("cut off anywhere either fails cleanly or is a shorter whole request", () => {
    const whole = request(span({ attributes: [{ key: "k", value: { stringValue: "v" } }] }), span());
    const mark = (block: SpanBlock) => block.mark();
    for (let size = 1; size < whole.length; size++) {
      const { decode, block, read } = setUp();
      const before = mark(block);
      try {
        decode(whole.subarray(0, size));
        expect.unreachable(`a request cut to ${size} of ${whole.length} bytes was taken as whole`);
      } catch (error) {
        expect(error).toMatchObject({ code: "invalid_input" });
        block.rollback(before);
        expect(read().rows).toBe(0);
      }
    }
  });

  test("of random bytes never does anything but decode or fail as invalid input", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { decode } = setUp();
        try {
          decode(Buffer.from(bytes));
        } catch (error) {
          expect(error).toMatchObject({ name: "HeddleError", code: "invalid_input" });
        }
      }),
      { numRuns: 500 },
    );
  });
});

function length(size: number): Buffer {
  return size < 0x80 ? Buffer.from([size]) : Buffer.from([(size & 0x7f) | 0x80, size >> 7]);
}

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
