const HOUSEKEEPING_MS = 60_000;

/**
 * Numbers for values named by strings, bounded by minute: once `limit` names are known in one minute, further ones get the number of
 * `overflow` (0) and are counted. Numbers are never reused; a number holds for at least a minute after it was last given.
 */
export class RotatingTable<T> {
  overflowed = 0;
  readonly #limit: number;
  #byName = new Map<string, number>();
  #values = new Map<number, T>();
  #next = 1;
  #watermark = 1;
  #rotatedAtMs = 0;
  /** Changes when numbers given before must be asked for again. */
  rotation = 0;

  constructor(overflow: T, limit: number) {
    this.#limit = limit;
    this.#values.set(0, overflow);
  }

  idOf(name: string, make: () => T): number {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    if (this.#byName.size >= this.#limit) {
      this.overflowed++;
      return 0;
    }
    const id = this.#next++;
    this.#byName.set(name, id);
    this.#values.set(id, make());
    return id;
  }

  get(id: number): T {
    return this.#values.get(id) ?? (this.#values.get(0) as T);
  }

  /** Starts a new minute when one has passed: names are learnt anew, numbers of the minute before still resolve. */
  rotate(nowMs: number): void {
    if (nowMs - this.#rotatedAtMs < HOUSEKEEPING_MS) return;
    this.#rotatedAtMs = nowMs;
    for (const id of this.#values.keys()) if (id !== 0 && id < this.#watermark) this.#values.delete(id);
    this.#watermark = this.#next;
    this.#byName.clear();
    this.rotation++;
  }
}
