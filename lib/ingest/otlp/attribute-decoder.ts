import { isUtf8 } from "node:buffer";
import type { SpanBlock } from "../block/span-block";
import type { StringTable } from "../block/string-table";
import { type AnyValueJson, int64Text, readAnyValue } from "../wire/any-value-json";
import type { ProtoReader } from "../wire/proto-reader";
import { ROLE_OF_KEY, ROLE_SLOTS } from "./attribute-roles";
import { SPAN_LIMITS } from "./span-limits";

const TYPE_LETTER = { s: 0x73, i: 0x69, d: 0x64, b: 0x62, x: 0x78, j: 0x6a, n: 0x6e } as const;
type TypeLetter = keyof typeof TYPE_LETTER;

/** The last place at or before `end` where UTF-8 text that starts at `start` may be cut. */
function utf8Cut(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}

/**
 * Moves a span's attributes from protobuf into a block's columns, mostly by copying bytes, and remembers where the
 * values of the keys in ROLE_OF_KEY are.
 */
export class AttributeDecoder {
  /** Where in the message the string value of each role is; -1: absent, -2: the value is `numbers[role]`. */
  readonly starts = new Int32Array(ROLE_SLOTS);
  readonly ends = new Int32Array(ROLE_SLOTS);
  readonly numbers = new Float64Array(ROLE_SLOTS);
  count = 0;
  /** Attributes beyond the limit, not kept. */
  dropped = 0;
  truncatedKeys = "";
  readonly #reader: ProtoReader;
  readonly #strings: StringTable;
  #roles = new Uint8Array(1024);
  #rolesKnown = 0;
  #generation = 0;
  readonly #types: number[] = [];

  constructor(reader: ProtoReader, strings: StringTable) {
    this.#reader = reader;
    this.#strings = strings;
  }

  beginSpan(): void {
    this.starts.fill(-1);
    this.count = 0;
    this.dropped = 0;
    this.truncatedKeys = "";
    this.#types.length = 0;
  }

  /** Ends the attributes of a span: writes its attributeTypes. */
  endSpan(block: SpanBlock): void {
    const types = this.#types;
    if (types.length === 0) {
      block.attributeTypes.byte(0);
      return;
    }
    while (types.length < this.count) types.push(TYPE_LETTER.s);
    block.attributeTypes.varint(types.length);
    for (const type of types) block.attributeTypes.byte(type);
  }

  /** An attribute that ingest adds itself. */
  addText(block: SpanBlock, key: string, value: string): void {
    block.attributeKeys.push(this.#strings.internText(key));
    block.attributeValues.text(value);
    this.#countAttribute("s");
  }

  /** Reads the KeyValue up to `end` into the block. */
  read(block: SpanBlock, end: number): void {
    const reader = this.#reader;
    if (this.count >= SPAN_LIMITS.attributes) {
      this.dropped++;
      reader.pos = end;
      return;
    }
    let key = 0;
    let valueStart = -1;
    let valueEnd = -1;
    while (reader.pos < end) {
      const tag = reader.varint32(end);
      if (tag === 0x0a) {
        const stop = reader.lengthEnd(end);
        key = this.#strings.intern(reader.bytes, reader.pos, this.#keyEnd(reader.pos, stop));
        reader.pos = stop;
      } else if (tag === 0x12) {
        valueEnd = reader.lengthEnd(end);
        valueStart = reader.pos;
        reader.pos = valueEnd;
      } else reader.skip(tag, end);
    }
    block.attributeKeys.push(key);
    if (valueStart < 0) {
      block.attributeValues.byte(0);
      this.#countAttribute("n");
      return;
    }
    reader.pos = valueStart;
    this.#value(block, key, valueEnd);
    reader.pos = end;
  }

  #keyEnd(start: number, stop: number): number {
    if (stop - start <= SPAN_LIMITS.attributeKeyBytes) return stop;
    return utf8Cut(this.#reader.bytes, start, start + SPAN_LIMITS.attributeKeyBytes);
  }

  /** The common case is one string field that fills the AnyValue; all else goes the slow way. */
  #value(block: SpanBlock, key: number, end: number): void {
    const reader = this.#reader;
    const start = reader.pos;
    if (start < end && reader.bytes[start] === 0x0a) {
      reader.pos = start + 1;
      const stop = reader.lengthEnd(end);
      if (stop === end) {
        const role = this.#roleOf(key);
        if (role !== 0 && this.starts[role] === -1) {
          this.starts[role] = reader.pos;
          this.ends[role] = stop;
        }
        this.#string(block, key, reader.pos, stop);
        this.#countAttribute("s");
        return;
      }
      reader.pos = start;
    }
    if (start < end && reader.bytes[start] === 0x18 && this.#integer(block, key, start, end)) return;
    reader.pos = start;
    this.#other(block, key, end);
  }

  #integer(block: SpanBlock, key: number, start: number, end: number): boolean {
    const reader = this.#reader;
    reader.pos = start + 1;
    reader.varint64(end);
    if (reader.pos !== end) return false;
    const text = int64Text(reader.low, reader.high);
    const role = this.#roleOf(key);
    if (role !== 0 && this.starts[role] === -1) {
      this.starts[role] = -2;
      this.numbers[role] = Number(text);
    }
    block.attributeValues.text(text);
    this.#countAttribute("i");
    return true;
  }

  #string(block: SpanBlock, key: number, start: number, stop: number): void {
    const bytes = this.#reader.bytes;
    let end = stop;
    if (end - start > SPAN_LIMITS.attributeValueBytes) {
      end = utf8Cut(bytes, start, start + SPAN_LIMITS.attributeValueBytes);
      this.#markTruncated(key);
    }
    const size = end - start;
    const values = block.attributeValues;
    values.varint(size);
    const before = values.length;
    values.copy(bytes, start, end);
    if (isAscii(values.bytes, before, values.length)) return;
    if (isUtf8(bytes.subarray(start, end))) return;
    values.truncate(before - varintSize(size));
    values.text(bytes.toString("utf8", start, end));
  }

  #other(block: SpanBlock, key: number, end: number): void {
    const value = readAnyValue(this.#reader, end);
    let [type, text] = plain(value);
    if (Buffer.byteLength(text) > SPAN_LIMITS.attributeValueBytes) {
      // Half a JSON text or base64 is worth nothing: what is left of it is kept as a string.
      const bytes = Buffer.from(text);
      text = bytes.toString("utf8", 0, utf8Cut(bytes, 0, SPAN_LIMITS.attributeValueBytes));
      type = "s";
      this.#markTruncated(key);
    }
    const role = this.#roleOf(key);
    if (role !== 0 && this.starts[role] === -1 && "boolValue" in value) {
      this.starts[role] = -2;
      this.numbers[role] = value.boolValue ? 1 : 0;
    }
    block.attributeValues.text(text);
    this.#countAttribute(type);
  }

  #markTruncated(key: number): void {
    const name = this.#strings.text(key);
    this.truncatedKeys = this.truncatedKeys === "" ? name : `${this.truncatedKeys},${name}`;
  }

  #countAttribute(type: TypeLetter): void {
    const types = this.#types;
    if (type !== "s" || types.length > 0) {
      while (types.length < this.count) types.push(TYPE_LETTER.s);
      types.push(TYPE_LETTER[type]);
    }
    this.count++;
  }

  #roleOf(key: number): number {
    if (this.#generation !== this.#strings.generation) {
      this.#generation = this.#strings.generation;
      this.#rolesKnown = 0;
    }
    if (key >= this.#rolesKnown) this.#learnRoles(key);
    return this.#roles[key] as number;
  }

  #learnRoles(key: number): void {
    if (key >= this.#roles.length) {
      const grown = new Uint8Array(Math.max(this.#roles.length * 2, key + 1));
      grown.set(this.#roles);
      this.#roles = grown;
    }
    for (let id = this.#rolesKnown; id <= key; id++) this.#roles[id] = ROLE_OF_KEY.get(this.#strings.text(id)) ?? 0;
    this.#rolesKnown = key + 1;
  }
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let all = 0;
  for (let i = start; i < end; i++) all |= bytes[i] as number;
  return all < 0x80;
}

function varintSize(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;
}

/** Type letter and text of a value, as the columns attributes and attributeTypes hold them. */
function plain(value: AnyValueJson): [TypeLetter, string] {
  if ("stringValue" in value) return ["s", value.stringValue];
  if ("intValue" in value) return ["i", value.intValue];
  if ("boolValue" in value) return ["b", String(value.boolValue)];
  if ("doubleValue" in value) return ["d", String(value.doubleValue)];
  if ("bytesValue" in value) return ["x", value.bytesValue];
  if ("arrayValue" in value || "kvlistValue" in value) return ["j", JSON.stringify(value)];
  return ["n", ""];
}
