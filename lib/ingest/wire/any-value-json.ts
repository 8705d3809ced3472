import { malformed, type ProtoReader } from "./proto-reader";

const MAX_DEPTH = 32;

/** OTLP/JSON of an AnyValue; 64-bit integers are decimal strings, bytes base64. Source: opentelemetry-proto common.proto. */
export type AnyValueJson =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string }
  | { doubleValue: number | "NaN" | "Infinity" | "-Infinity" }
  | { bytesValue: string }
  | { arrayValue: { values: AnyValueJson[] } }
  | { kvlistValue: { values: KeyValueJson[] } }
  | Record<string, never>;

export interface KeyValueJson {
  key: string;
  value: AnyValueJson;
}

/** The int64 in `low` and `high` as a decimal string. */
export function int64Text(low: number, high: number): string {
  if (high === 0) return String(low);
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)).toString();
}

/** The unsigned 64 bits in `low` and `high` as a decimal string. */
export function uint64Text(low: number, high: number): string {
  if (high === 0) return String(low);
  return ((BigInt(high) << 32n) | BigInt(low)).toString();
}

/** Reads the AnyValue that fills the reader up to `end`. */
export function readAnyValue(reader: ProtoReader, end: number, depth = 0): AnyValueJson {
  if (depth > MAX_DEPTH) throw malformed(`Attribute values are nested deeper than ${MAX_DEPTH} levels.`);
  let value: AnyValueJson = {};
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    switch (tag) {
      case 0x0a:
        value = { stringValue: reader.text(end) };
        break;
      case 0x10:
        reader.varint64(end);
        value = { boolValue: (reader.low | reader.high) !== 0 };
        break;
      case 0x18:
        reader.varint64(end);
        value = { intValue: int64Text(reader.low, reader.high) };
        break;
      case 0x21: {
        const number = reader.double(end);
        value = { doubleValue: Number.isFinite(number) ? number : (String(number) as "NaN") };
        break;
      }
      case 0x2a: {
        const stop = reader.lengthEnd(end);
        const values: AnyValueJson[] = [];
        readRepeated(reader, stop, (inner) => values.push(readAnyValue(reader, inner, depth + 1)));
        value = { arrayValue: { values } };
        break;
      }
      case 0x32: {
        const stop = reader.lengthEnd(end);
        const values: KeyValueJson[] = [];
        readRepeated(reader, stop, (inner) => values.push(readKeyValue(reader, inner, depth + 1)));
        value = { kvlistValue: { values } };
        break;
      }
      case 0x3a: {
        const stop = reader.lengthEnd(end);
        value = { bytesValue: reader.bytes.toString("base64", reader.pos, stop) };
        reader.pos = stop;
        break;
      }
      default:
        reader.skip(tag, end);
    }
  }
  return value;
}

/** Calls back with the end of each embedded message of field 1. */
function readRepeated(reader: ProtoReader, end: number, each: (end: number) => void): void {
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    if (tag === 0x0a) each(reader.lengthEnd(end));
    else reader.skip(tag, end);
  }
}

/** Reads the KeyValue that fills the reader up to `end`. */
export function readKeyValue(reader: ProtoReader, end: number, depth = 0): KeyValueJson {
  let key = "";
  let value: AnyValueJson = {};
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    if (tag === 0x0a) key = reader.text(end);
    else if (tag === 0x12) value = readAnyValue(reader, reader.lengthEnd(end), depth);
    else reader.skip(tag, end);
  }
  return { key, value };
}
