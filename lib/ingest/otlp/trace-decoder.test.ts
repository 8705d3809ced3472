import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SPAN_COLUMNS } from "../../model/span-columns";
import type { SpanBlock } from "../block/span-block";
import { length, NOW_NS, request, setUp, span } from "./decode-set-up.test-support";
import { protoEncode, protoType } from "./otlp-proto.test-support";

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
