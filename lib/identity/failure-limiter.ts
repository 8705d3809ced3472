const MOST_KEYS = 10_000;

/**
 * Counts failures by key (an address) inside a window; a key with too many is blocked until its window ends. Bounded: when full,
 * the key seen longest ago is forgotten.
 */
export class FailureLimiter {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #now: () => number;
  readonly #failures = new Map<string, { count: number; untilMs: number }>();

  constructor(options: { most: number; windowMs: number; now: () => number }) {
    this.#most = options.most;
    this.#windowMs = options.windowMs;
    this.#now = options.now;
  }

  /** Seconds until the key may try again; 0: now. */
  blockedForSec(key: string): number {
    const entry = this.#failures.get(key);
    if (!entry || entry.count < this.#most) return 0;
    return Math.max(0, Math.ceil((entry.untilMs - this.#now()) / 1000));
  }

  /** Counts one failure; false when the key is past its limit. */
  fail(key: string): boolean {
    const now = this.#now();
    const known = this.#failures.get(key);
    const entry = known && known.untilMs > now ? known : { count: 0, untilMs: now + this.#windowMs };
    entry.count += 1;
    this.#failures.delete(key);
    this.#failures.set(key, entry);
    if (this.#failures.size > MOST_KEYS) {
      const [oldest] = this.#failures.keys();
      if (oldest !== undefined) this.#failures.delete(oldest);
    }
    return entry.count <= this.#most;
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }
}
