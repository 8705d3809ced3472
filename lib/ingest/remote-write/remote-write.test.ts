import fc from "fast-check";
import { compress } from "snappyjs";
import { describe, expect, test } from "vitest";
import { protoEncode } from "../otlp/otlp-proto.test-support";
import { readWriteRequestV1 } from "./read-write-request-v1";
import { readWriteRequestV2 } from "./read-write-request-v2";
import { uncompressSnappy } from "./snappy-block";
import type { SeriesSample } from "./written";

const STALE = (() => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(0x7ff0000000000002n);
  return bytes;
})();

function collect() {
  const series: { labels: Record<string, string>; samples: SeriesSample[] }[] = [];
  const visit = (labels: ReadonlyMap<string, string>, samples: readonly SeriesSample[]) => {
    series.push({ labels: Object.fromEntries(labels), samples: [...samples] });
    return "";
  };
  return { series, visit };
}

const label = fc.stringMatching(/^[a-z_]{1,8}$/);
const seriesArbitrary = fc.record({
  labels: fc
    .dictionary(label, fc.string({ maxLength: 12 }), { maxKeys: 5 })
    .map((labels) => ({ ...labels, __name__: "m" })),
  samples: fc.array(fc.record({ value: fc.double({ noNaN: true }), atMs: fc.integer({ min: -1000, max: 2 ** 45 }) }), {
    maxLength: 4,
  }),
});

describe("remote write", () => {
  test("1.0 reads what protobufjs wrote", () => {
    fc.assert(
      fc.property(fc.array(seriesArbitrary, { maxLength: 5 }), (list) => {
        const body = protoEncode("WriteRequest", {
          timeseries: list.map(({ labels, samples }) => ({
            labels: Object.entries(labels).map(([name, value]) => ({ name, value })),
            samples: samples.map(({ value, atMs }) => ({ value, timestamp: atMs })),
          })),
        });
        const { series, visit } = collect();
        const { written, refused } = readWriteRequestV1(body, visit);
        expect(refused).toEqual([]);
        expect(written.samples).toBe(list.reduce((sum, one) => sum + one.samples.length, 0));
        expect(series.map((one) => one.labels)).toEqual(list.map((one) => one.labels));
        expect(series.map((one) => one.samples.map((s) => [s.value + 0, s.atMs]))).toEqual(
          list.map((one) => one.samples.map((s) => [s.value + 0, s.atMs])),
        );
      }),
    );
  });

  test("2.0 resolves symbols and starts", () => {
    const body = protoEncode("RequestV2", {
      symbols: ["", "__name__", "istio_requests_total", "reporter", "source"],
      timeseries: [{ labelsRefs: [1, 2, 3, 4], samples: [{ value: 3, timestamp: 20, startTimestamp: 10 }] }],
    });
    const { series, visit } = collect();
    expect(readWriteRequestV2(body, visit)).toEqual({
      written: { samples: 1, histograms: 0, exemplars: 0 },
      refused: [],
    });
    expect(series).toEqual([
      {
        labels: { __name__: "istio_requests_total", reporter: "source" },
        samples: [{ value: 3, atMs: 20, startMs: 10 }],
      },
    ]);
  });

  test.each([
    ["unpaired references", { symbols: ["", "a"], timeseries: [{ labelsRefs: [1] }] }],
    ["a reference out of the table", { symbols: ["", "a"], timeseries: [{ labelsRefs: [1, 9] }] }],
    ["no name", { symbols: ["", "a", "b"], timeseries: [{ labelsRefs: [1, 2] }] }],
    ["a repeated label", { symbols: ["", "__name__", "b"], timeseries: [{ labelsRefs: [1, 2, 1, 2] }] }],
  ])("2.0 refuses a series with %s and keeps the others", (_, request) => {
    const good = { labelsRefs: [1, 2], samples: [{ value: 1, timestamp: 1 }] };
    const symbols = request.symbols.includes("__name__") ? request.symbols : [...request.symbols, "__name__", "m"];
    const at = symbols.indexOf("__name__");
    const body = protoEncode("RequestV2", {
      symbols,
      timeseries: [...request.timeseries, { ...good, labelsRefs: [at, at + 1] }],
    });
    const { series, visit } = collect();
    const { refused, written } = readWriteRequestV2(body, visit);
    expect(refused).toHaveLength(1);
    expect(written.samples).toBe(1);
    expect(series).toHaveLength(1);
  });

  test("tells the end of a series from other values that are not numbers", () => {
    const sample = Buffer.concat([Buffer.from([0x09]), STALE, Buffer.from([0x10, 1])]);
    const nan = protoEncode("Sample", { value: Number.NaN, timestamp: 2 });
    const name = protoEncode("Label", { name: "__name__", value: "m" });
    const wrap = (tag: number, content: Buffer) => Buffer.concat([Buffer.from([tag, content.length]), content]);
    const body = wrap(0x0a, Buffer.concat([wrap(0x0a, name), wrap(0x12, sample), wrap(0x12, nan)]));
    const { series, visit } = collect();
    expect(readWriteRequestV1(body, visit).written.samples).toBe(2);
    expect(series[0]?.samples).toEqual([{ value: Number.NaN, atMs: 2, startMs: 0 }]);
  });
});

describe("snappy", () => {
  test("gives back what was compressed", () => {
    const repetitive = fc.array(fc.constantFrom("istio_requests_total", "a", "\0", "reporter"), { maxLength: 300 });
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      repetitive.map((parts) => new Uint8Array(Buffer.from(parts.join("")))),
    );
    fc.assert(
      fc.property(content, (bytes) => {
        expect(uncompressSnappy(compress(bytes)).equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });

  test("of garbage fails as invalid input and always ends", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        if ((bytes[2] ?? 0) >= 0x80 && (bytes[0] ?? 0) >= 0x80) return;
        try {
          uncompressSnappy(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: "invalid_input" });
        }
      }),
      { numRuns: 2000 },
    );
    // A literal of "-1" bytes, which sends decoders that count in signed numbers backwards for ever.
    expect(() => uncompressSnappy(Uint8Array.from([4, 0xfc, 0xff, 0xff, 0xff, 0xff, 1, 2]))).toThrowError(/snappy/);
  });
});
