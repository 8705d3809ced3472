const MOST_ENTRIES = 64;
const MOST_WEIGHT = 16_000;

interface Entry {
  result: Promise<unknown>;
  /** epoch ms; while the computation runs: never */
  freshUntilMs: number;
  weight: number;
}

export interface ShareOptions<T> {
  /** how long a result serves those who ask, after it is there */
  ttlMs: number;
  /** how big a result is, in things it holds; results beyond the memory's share go first. Default 1 */
  weigh?: (value: T) => number;
}

/** One computation for all who ask the same within a short time. Failures are not kept. Bounded in number and weight; the oldest goes first. */
export class SharedResults {
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  #weight = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The result under `key`: one under way, one younger than `ttlMs`, or a new one. Callers of one key must agree on its type. */
  get<T>(key: string, { ttlMs, weigh = () => 1 }: ShareOptions<T>, compute: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known && known.freshUntilMs > this.#now()) return known.result as Promise<T>;
    this.#forget(key);
    const result = compute();
    const entry: Entry = { result, freshUntilMs: Number.POSITIVE_INFINITY, weight: 0 };
    this.#entries.set(key, entry);
    result.then(
      (value) => {
        entry.freshUntilMs = this.#now() + ttlMs;
        if (this.#entries.get(key) !== entry) return;
        entry.weight = weigh(value);
        this.#weight += entry.weight;
        this.#trim();
      },
      () => {
        if (this.#entries.get(key) === entry) this.#forget(key);
      },
    );
    return result;
  }

  #forget(key: string): void {
    this.#weight -= this.#entries.get(key)?.weight ?? 0;
    this.#entries.delete(key);
  }

  #trim(): void {
    const now = this.#now();
    for (const [key, { freshUntilMs }] of this.#entries) if (freshUntilMs <= now) this.#forget(key);
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= MOST_ENTRIES && this.#weight <= MOST_WEIGHT) return;
      this.#forget(key);
    }
  }
}
