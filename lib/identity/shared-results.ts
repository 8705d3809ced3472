const MOST_ENTRIES = 64;

interface Entry {
  result: Promise<unknown>;
  /** epoch ms; while the computation runs: never */
  freshUntilMs: number;
}

/** One computation for all who ask the same within a short time. Failures are not kept. Bounded; the oldest goes first. */
export class SharedResults {
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The result under `key`: one under way, one younger than `ttlMs`, or a new one. Callers of one key must agree on its type. */
  get<T>(key: string, ttlMs: number, compute: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known && known.freshUntilMs > this.#now()) return known.result as Promise<T>;
    const result = compute();
    const entry: Entry = { result, freshUntilMs: Number.POSITIVE_INFINITY };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    result.then(
      () => {
        entry.freshUntilMs = this.#now() + ttlMs;
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    this.#trim();
    return result;
  }

  #trim(): void {
    for (const [key, entry] of this.#entries) {
      if (entry.freshUntilMs <= this.#now()) this.#entries.delete(key);
      else if (this.#entries.size > MOST_ENTRIES) this.#entries.delete(key);
    }
  }
}
