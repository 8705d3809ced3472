/** Reads ClickHouse's RowBinary format, value by value. Source: ClickHouse docs, "RowBinary". */
export class RowBinaryReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  uint8(): number {
    const value = this.#bytes.readUInt8(this.#at);
    this.#at += 1;
    return value;
  }

  uint32(): number {
    const value = this.#bytes.readUInt32LE(this.#at);
    this.#at += 4;
    return value;
  }

  uint64(): bigint {
    const value = this.#bytes.readBigUInt64LE(this.#at);
    this.#at += 8;
    return value;
  }

  float64(): number {
    const value = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  /** An unsigned LEB128 number: lengths and counts. */
  varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#bytes.readUInt8(this.#at++);
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  }

  string(): string {
    const length = this.varint();
    const value = this.#bytes.toString("utf8", this.#at, this.#at + length);
    this.#at += length;
    return value;
  }

  /** `length` bytes as lower-case hex. */
  hex(length: number): string {
    const value = this.#bytes.toString("hex", this.#at, this.#at + length);
    this.#at += length;
    return value;
  }
}
