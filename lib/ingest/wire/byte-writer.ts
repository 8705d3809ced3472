const LOOP_LIMIT = 64;

/** Bytes appended one after another: columns of a block, protobuf messages. Grows; `reset` keeps the memory. */
export class ByteWriter {
  bytes: Buffer;
  length = 0;

  constructor(capacity = 1024) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
  }

  /** Makes room for `extra` more bytes. */
  reserve(extra: number): void {
    const wanted = this.length + extra;
    if (wanted <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, wanted));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** Unsigned LEB128 of an integer below 2^53. */
  varint(value: number): void {
    this.reserve(10);
    let rest = value;
    while (rest > 0x7f) {
      this.bytes[this.length++] = (rest % 0x80) | 0x80;
      rest = rest > 0x7fffffff ? Math.floor(rest / 0x80) : rest >>> 7;
    }
    this.bytes[this.length++] = rest;
  }

  uint32(value: number): void {
    this.reserve(4);
    const bytes = this.bytes;
    const at = this.length;
    bytes[at] = value;
    bytes[at + 1] = value >>> 8;
    bytes[at + 2] = value >>> 16;
    bytes[at + 3] = value >>> 24;
    this.length = at + 4;
  }

  /** Little-endian 64 bits of a non-negative integer below 2^53. */
  uint64(value: number): void {
    this.uint32(value >>> 0);
    this.uint32(Math.floor(value / 0x1_0000_0000));
  }

  double(value: number): void {
    this.reserve(8);
    this.bytes.writeDoubleLE(value, this.length);
    this.length += 8;
  }

  /** The bytes of `source` from `start` to `end`. */
  copy(source: Uint8Array, start: number, end: number): void {
    const size = end - start;
    this.reserve(size);
    if (size > LOOP_LIMIT) {
      this.bytes.set(source.subarray(start, end), this.length);
    } else {
      const bytes = this.bytes;
      let to = this.length;
      for (let from = start; from < end; from++) bytes[to++] = source[from] as number;
    }
    this.length += size;
  }

  /** Length in bytes as varint, then UTF-8. */
  text(value: string): void {
    const size = Buffer.byteLength(value);
    this.varint(size);
    this.reserve(size);
    this.bytes.write(value, this.length, size, "utf8");
    this.length += size;
  }

  /** Begins an embedded message of the field with this tag; give the result to `close`. */
  open(tag: number): number {
    this.varint(tag);
    this.byte(0);
    return this.length;
  }

  /** Ends the message that `open` began: puts its length in front of it. */
  close(start: number): void {
    const size = this.length - start;
    let extra = 0;
    for (let rest = size; rest > 0x7f; rest = Math.floor(rest / 0x80)) extra++;
    const end = this.length + extra;
    if (extra > 0) {
      this.reserve(extra);
      this.bytes.copyWithin(start + extra, start, this.length);
    }
    this.length = start - 1;
    this.varint(size);
    this.length = end;
  }

  /** Forgets what was written after `length`. */
  truncate(length: number): void {
    this.length = length;
  }

  /** A view, not a copy: valid until the next write. */
  view(): Buffer {
    return this.bytes.subarray(0, this.length);
  }
}
