import type { ByteWriter } from "../wire/byte-writer";
import { malformed } from "../wire/proto-reader";
import { int64At, listAt, objectAt, textAt } from "./json-fields";

const MAX_DEPTH = 32;

/** Unsigned varint of 64 bits. */
export function writeVarint64(out: ByteWriter, value: bigint): void {
  if (value < 0x20_0000_0000_0000n) {
    out.varint(Number(value));
    return;
  }
  let rest = value;
  while (rest > 0x7fn) {
    out.byte(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  out.byte(Number(rest));
}

function writeAnyValue(out: ByteWriter, json: unknown, path: string, depth: number): void {
  if (depth > MAX_DEPTH) throw malformed(`${path} is nested deeper than ${MAX_DEPTH} levels.`);
  const value = objectAt(json, path);
  if (value.stringValue !== undefined) {
    out.byte(0x0a);
    out.text(textAt(value.stringValue, `${path}.stringValue`));
  } else if (value.boolValue !== undefined) {
    out.byte(0x10);
    out.byte(value.boolValue === true || value.boolValue === "true" ? 1 : 0);
  } else if (value.intValue !== undefined) {
    out.byte(0x18);
    writeVarint64(out, int64At(value.intValue, `${path}.intValue`));
  } else if (value.doubleValue !== undefined) {
    out.byte(0x21);
    out.double(Number(value.doubleValue));
  } else if (value.bytesValue !== undefined) {
    const bytes = Buffer.from(textAt(value.bytesValue, `${path}.bytesValue`), "base64");
    out.byte(0x3a);
    out.varint(bytes.length);
    out.copy(bytes, 0, bytes.length);
  } else if (value.arrayValue !== undefined) {
    const start = out.open(0x2a);
    const inside = `${path}.arrayValue`;
    for (const [i, item] of listAt(objectAt(value.arrayValue, inside).values, inside).entries()) {
      const begin = out.open(0x0a);
      writeAnyValue(out, item, `${inside}.values[${i}]`, depth + 1);
      out.close(begin);
    }
    out.close(start);
  } else if (value.kvlistValue !== undefined) {
    const start = out.open(0x32);
    const inside = `${path}.kvlistValue`;
    writeKeyValues(out, 0x0a, objectAt(value.kvlistValue, inside).values, `${inside}.values`, depth + 1);
    out.close(start);
  }
}

/** Writes OTLP/JSON KeyValues as repeated protobuf field `tag`. */
export function writeKeyValues(out: ByteWriter, tag: number, json: unknown, path: string, depth = 0): void {
  for (const [i, entry] of listAt(json, path).entries()) {
    const pair = objectAt(entry, `${path}[${i}]`);
    const start = out.open(tag);
    out.byte(0x0a);
    out.text(textAt(pair.key, `${path}[${i}].key`));
    if (pair.value !== undefined && pair.value !== null) {
      const value = out.open(0x12);
      writeAnyValue(out, pair.value, `${path}[${i}].value`, depth);
      out.close(value);
    }
    out.close(start);
  }
}
