import { readNative } from "../block/read-native.test-support";
import { SpanBlock } from "../block/span-block";
import { StringTable } from "../block/string-table";
import { EdgeTables } from "../edges/edge-tables";
import type { SpanFacts } from "../edges/span-facts";
import { protoEncode } from "./otlp-proto.test-support";
import { type DecodeContext, TraceDecoder } from "./trace-decoder";

export const NOW_MS = Date.parse("2026-06-01T12:00:00Z");
export const NOW_NS = BigInt(NOW_MS) * 1_000_000n;

/** A decoder with a block of its own, and what it told of each span. */
export function setUp() {
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
export const span = (more: object = {}) => ({
  traceId: Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex"),
  spanId: Buffer.from("b7ad6b7169203331", "hex"),
  name: "GET /",
  kind: 2,
  startTimeUnixNano: String(NOW_NS),
  endTimeUnixNano: String(NOW_NS + 5_000_000n),
  ...more,
});
/** One ExportTraceServiceRequest with these spans. */
export const request = (...spans: object[]) =>
  protoEncode("ExportTraceServiceRequest", { resourceSpans: [{ scopeSpans: [{ spans }] }] });

/** A length prefix below 16,384 as a varint. */
export function length(size: number): Buffer {
  return size < 0x80 ? Buffer.from([size]) : Buffer.from([(size & 0x7f) | 0x80, size >> 7]);
}
