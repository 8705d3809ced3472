import { ByteWriter } from "../wire/byte-writer";
import type { StringTable } from "./string-table";

/** ClickHouse's serialisation of LowCardinality: flags of a block that brings its own dictionary. */
const HAS_ADDITIONAL_KEYS = 1 << 9;
const NEEDS_UPDATE = 1 << 10;

/** A LowCardinality(String) column of one block: a dictionary in order of first use, and one code a row. */
export class DictionaryColumn {
  length = 0;
  readonly #strings: StringTable;
  #codes = new Uint32Array(1024);
  #keys: number[] = [];
  /** by string number: the code it has in this block, valid where `#stamps` is this block's */
  #codeOf = new Uint32Array(1024);
  #stamps = new Uint32Array(1024);
  #stamp = 1;
  readonly #encoded = new ByteWriter(4096);

  constructor(strings: StringTable) {
    this.#strings = strings;
  }

  /** Appends the string with this number (StringTable). */
  push(id: number): void {
    if (id >= this.#stamps.length) this.#growStamps(id);
    let code: number;
    if (this.#stamps[id] === this.#stamp) code = this.#codeOf[id] as number;
    else {
      code = this.#keys.length;
      this.#keys.push(id);
      this.#codeOf[id] = code;
      this.#stamps[id] = this.#stamp;
    }
    if (this.length === this.#codes.length) {
      const grown = new Uint32Array(this.#codes.length * 2);
      grown.set(this.#codes);
      this.#codes = grown;
    }
    this.#codes[this.length++] = code;
  }

  truncate(length: number): void {
    this.length = length;
  }

  reset(): void {
    this.length = 0;
    this.#keys = [];
    this.#stamp++;
  }

  /** The block's dictionary and codes in ClickHouse's `Native` format, without the version prefix. */
  encode(): Buffer {
    const out = this.#encoded;
    out.length = 0;
    if (this.length === 0) return out.view();
    const width = this.#keys.length <= 0x100 ? 0 : this.#keys.length <= 0x10000 ? 1 : 2;
    out.uint64(width | HAS_ADDITIONAL_KEYS | NEEDS_UPDATE);
    out.uint64(this.#keys.length);
    for (const key of this.#keys) out.text(this.#strings.text(key));
    out.uint64(this.length);
    out.reserve(this.length << width);
    const { bytes } = out;
    let at = out.length;
    for (let row = 0; row < this.length; row++) {
      const code = this.#codes[row] as number;
      bytes[at++] = code;
      if (width > 0) bytes[at++] = code >>> 8;
      if (width > 1) {
        bytes[at++] = code >>> 16;
        bytes[at++] = code >>> 24;
      }
    }
    out.length = at;
    return out.view();
  }

  #growStamps(id: number): void {
    const size = Math.max(this.#stamps.length * 2, id + 1);
    const codeOf = new Uint32Array(size);
    const stamps = new Uint32Array(size);
    codeOf.set(this.#codeOf);
    stamps.set(this.#stamps);
    this.#codeOf = codeOf;
    this.#stamps = stamps;
  }
}
