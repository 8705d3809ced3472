import { randomInt } from "node:crypto";

/** Past this many strings the table is emptied between two blocks, so that hostile input cannot hold memory for long. */
const KEEP_LIMIT = 65_536;

/**
 * Interns strings by their bytes: the same bytes give the same small number, and the text is decoded once. Numbers hold
 * until `trim` empties the table (`generation` then changes).
 */
export class StringTable {
  generation = 0;
  size = 0;
  #texts: (string | undefined)[] = [];
  #slots = new Int32Array(4096).fill(-1);
  #hashes = new Uint32Array(2048);
  #starts = new Uint32Array(2048);
  #lengths = new Uint32Array(2048);
  #arena = Buffer.allocUnsafeSlow(1 << 16);
  #used = 0;
  readonly #seed = randomInt(1, 0x7fffffff);
  readonly #scratch = { bytes: Buffer.allocUnsafeSlow(4096) };

  constructor() {
    this.internText("");
  }

  /** Number of the string in `bytes` from `start` to `end`; 0 is always "". */
  intern(bytes: Uint8Array, start: number, end: number): number {
    let hash = this.#seed;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    hash ^= hash >>> 15;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = slots[slot] as number;
      if (id < 0) return this.#add(bytes, start, end, hash, slot);
      if (this.#hashes[id] === hash >>> 0 && this.#lengths[id] === end - start && this.#equals(id, bytes, start))
        return id;
      slot = (slot + 1) & mask;
    }
  }

  internText(text: string): number {
    const size = Buffer.byteLength(text);
    if (size > this.#scratch.bytes.length) this.#scratch.bytes = Buffer.allocUnsafeSlow(size * 2);
    const bytes = this.#scratch.bytes;
    bytes.write(text, 0, size, "utf8");
    return this.intern(bytes, 0, size);
  }

  /** The text of a number; ill-formed UTF-8 reads as U+FFFD. */
  text(id: number): string {
    const known = this.#texts[id];
    if (known !== undefined) return known;
    const start = this.#starts[id] as number;
    const text = this.#arena.toString("utf8", start, start + (this.#lengths[id] as number));
    this.#texts[id] = text;
    return text;
  }

  /** Empties an overgrown table. Only between blocks: numbers given before mean nothing afterwards. */
  trim(): void {
    if (this.size <= KEEP_LIMIT) return;
    this.#texts = [];
    this.#slots = new Int32Array(4096).fill(-1);
    this.#hashes = new Uint32Array(2048);
    this.#starts = new Uint32Array(2048);
    this.#lengths = new Uint32Array(2048);
    this.#arena = Buffer.allocUnsafeSlow(1 << 16);
    this.#used = 0;
    this.size = 0;
    this.generation++;
    this.internText("");
  }

  #equals(id: number, bytes: Uint8Array, start: number): boolean {
    const arena = this.#arena;
    const from = this.#starts[id] as number;
    const size = this.#lengths[id] as number;
    for (let i = 0; i < size; i++) if (arena[from + i] !== bytes[start + i]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const length = end - start;
    const id = this.size++;
    if (id === this.#hashes.length) this.#growEntries();
    if (this.#used + length > this.#arena.length) {
      const arena = Buffer.allocUnsafeSlow(Math.max(this.#arena.length * 2, this.#used + length));
      this.#arena.copy(arena, 0, 0, this.#used);
      this.#arena = arena;
    }
    this.#arena.set(bytes.subarray(start, end), this.#used);
    this.#hashes[id] = hash;
    this.#starts[id] = this.#used;
    this.#lengths[id] = length;
    this.#used += length;
    this.#slots[slot] = id;
    if (this.size * 2 > this.#slots.length) this.#growSlots();
    return id;
  }

  #growEntries(): void {
    const grown = this.#hashes.length * 2;
    const enlarge = (old: Uint32Array<ArrayBuffer>) => {
      const next = new Uint32Array(grown);
      next.set(old);
      return next;
    };
    this.#hashes = enlarge(this.#hashes);
    this.#starts = enlarge(this.#starts);
    this.#lengths = enlarge(this.#lengths);
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = (this.#hashes[id] as number) & mask;
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}
