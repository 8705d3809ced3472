/** Where counters come from: one process whose counters begin together (a proxy, a scraped instance). */
export interface CounterGroup {
  /** time of the first values seen */
  firstAtMs: number;
  /** true: its counters began at zero under our eyes, so first values count in full */
  fromZero: boolean;
  seenAtMs: number;
  series: Map<string, { value: number; atMs: number }>;
}

export interface CounterDelta {
  /** growth since the last value; 0 when there is nothing to count */
  delta: number;
  /** the growth happened between these, epoch ms */
  fromMs: number;
  toMs: number;
}

const NOTHING: CounterDelta = { delta: 0, fromMs: 0, toMs: 0 };
const FORGET_AFTER_MS = 15 * 60_000;
const HOUSEKEEPING_MS = 60_000;

/**
 * Differences of cumulative counters. A first value is the baseline, unless the group's counters are known to have begun at zero, or
 * the group was seen at an earlier time: then a new series counts in full. A value below the last one is a restart from zero.
 */
export class CounterTracker {
  /** Values not used because the number of series is bounded. */
  overflowed = 0;
  readonly #maxSeries: number;
  #groups = new Map<string, CounterGroup>();
  #size = 0;
  #cleanedAtMs = 0;

  constructor(maxSeries = 1_000_000) {
    this.#maxSeries = maxSeries;
  }

  /** The group of this name, begun now when it is new. */
  group(name: string, atMs: number, fromZero: () => boolean = () => false): CounterGroup {
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = { firstAtMs: atMs, fromZero: fromZero(), seenAtMs: atMs, series: new Map() };
      this.#groups.set(name, group);
    }
    if (atMs > group.seenAtMs) group.seenAtMs = atMs;
    return group;
  }

  /** `sinceMs`: when the counter is known to have been zero, where the sender says so. */
  delta(group: CounterGroup, key: string, value: number, atMs: number, sinceMs?: number): CounterDelta {
    if (!Number.isFinite(value) || value < 0) return NOTHING;
    const last = group.series.get(key);
    if (last === undefined) {
      if (this.#size >= this.#maxSeries) {
        this.overflowed++;
        return NOTHING;
      }
      this.#size++;
      group.series.set(key, { value, atMs });
      const full = group.fromZero || atMs > group.firstAtMs || sinceMs !== undefined;
      return full ? { delta: value, fromMs: sinceMs ?? atMs, toMs: atMs } : NOTHING;
    }
    if (atMs <= last.atMs) return NOTHING;
    const delta = value >= last.value ? value - last.value : value;
    const fromMs = last.atMs;
    last.value = value;
    last.atMs = atMs;
    return delta === 0 ? NOTHING : { delta, fromMs, toMs: atMs };
  }

  has(name: string): boolean {
    return this.#groups.has(name);
  }

  /** The group's process began anew: all its counters are at zero. */
  restart(group: CounterGroup): void {
    this.#size -= group.series.size;
    group.series.clear();
    group.fromZero = true;
  }

  /** Forgets groups not seen for a quarter of an hour. */
  clean(nowMs: number): void {
    if (nowMs - this.#cleanedAtMs < HOUSEKEEPING_MS) return;
    this.#cleanedAtMs = nowMs;
    for (const [name, group] of this.#groups) {
      if (nowMs - group.seenAtMs < FORGET_AFTER_MS) continue;
      this.#size -= group.series.size;
      this.#groups.delete(name);
    }
  }

  /** All readings as plain JSON, for `restore`. */
  snapshot(): unknown {
    return [...this.#groups].map(([name, group]) => [name, { ...group, series: [...group.series] }]);
  }

  restore(snapshot: unknown): void {
    type Stored = Omit<CounterGroup, "series"> & { series: [string, { value: number; atMs: number }][] };
    for (const [name, stored] of snapshot as [string, Stored][]) {
      this.#groups.set(name, { ...stored, series: new Map(stored.series) });
      this.#size += stored.series.length;
    }
  }

  get series(): number {
    return this.#size;
  }
}
