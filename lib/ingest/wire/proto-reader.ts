import { HeddleError } from "../../model/heddle-error";

const EMPTY = Buffer.alloc(0);
const MAX_GROUP_DEPTH = 32;

/** The error of every undecodable message; its `why` says where. */
export function malformed(why: string): HeddleError {
  return new HeddleError("invalid_input", {
    what: "The message cannot be decoded.",
    why,
    next: "Send a message of the documented schema; do not send this one again.",
  });
}

/**
 * A cursor over one protobuf message (https://protobuf.dev/programming-guides/encoding). Every read is checked against
 * the `end` of the message it belongs to and throws HeddleError `invalid_input` past it.
 */
export class ProtoReader {
  bytes: Buffer = EMPTY;
  pos = 0;
  /** The two halves of the last 64-bit value read. */
  low = 0;
  high = 0;

  reset(bytes: Buffer): void {
    this.bytes = bytes;
    this.pos = 0;
  }

  /** Low 32 bits of a varint, unsigned. */
  varint32(end: number): number {
    const bytes = this.bytes;
    if (this.pos < end) {
      const first = bytes[this.pos] as number;
      if (first < 0x80) {
        this.pos++;
        return first;
      }
    }
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= end) throw malformed(`It ends inside a varint at byte ${this.pos}.`);
      const byte = bytes[this.pos++] as number;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw malformed(`The varint before byte ${this.pos} is longer than ten bytes.`);
  }

  /** All 64 bits of a varint, into `low` and `high`. */
  varint64(end: number): void {
    const bytes = this.bytes;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= end) throw malformed(`It ends inside a varint at byte ${this.pos}.`);
      const byte = bytes[this.pos++] as number;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw malformed(`The varint before byte ${this.pos} is longer than ten bytes.`);
  }

  fixed32(end: number): number {
    const at = this.pos;
    if (at + 4 > end) throw malformed(`It ends inside a fixed32 at byte ${at}.`);
    const bytes = this.bytes;
    this.pos = at + 4;
    return (
      ((bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24)) >>>
      0
    );
  }

  /** Into `low` and `high`. */
  fixed64(end: number): void {
    if (this.pos + 8 > end) throw malformed(`It ends inside a fixed64 at byte ${this.pos}.`);
    this.low = this.fixed32(end);
    this.high = this.fixed32(end);
  }

  double(end: number): number {
    if (this.pos + 8 > end) throw malformed(`It ends inside a double at byte ${this.pos}.`);
    const value = this.bytes.readDoubleLE(this.pos);
    this.pos += 8;
    return value;
  }

  /** Reads a length and gives the end of that many bytes, which must lie inside `end`. */
  lengthEnd(end: number): number {
    const size = this.varint32(end);
    const stop = this.pos + size;
    if (stop > end) throw malformed(`A field of ${size} bytes at byte ${this.pos} is longer than its message.`);
    return stop;
  }

  /** The text of the length-delimited field at the cursor; ill-formed UTF-8 becomes U+FFFD. */
  text(end: number): string {
    const stop = this.lengthEnd(end);
    const value = this.bytes.toString("utf8", this.pos, stop);
    this.pos = stop;
    return value;
  }

  /** Passes over a field of no interest. */
  skip(tag: number, end: number, depth = 0): void {
    if (tag < 8) throw malformed(`A field has number 0 at byte ${this.pos}.`);
    switch (tag & 7) {
      case 0:
        this.varint32(end);
        return;
      case 1:
        this.fixed64(end);
        return;
      case 2:
        this.pos = this.lengthEnd(end);
        return;
      case 3:
        if (depth >= MAX_GROUP_DEPTH) throw malformed(`Groups are nested too deep at byte ${this.pos}.`);
        for (;;) {
          const inner = this.varint32(end);
          if ((inner & 7) === 4) return;
          this.skip(inner, end, depth + 1);
        }
      case 5:
        this.fixed32(end);
        return;
      default:
        throw malformed(`Wire type ${tag & 7} at byte ${this.pos} does not exist.`);
    }
  }
}
