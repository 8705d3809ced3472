import type { SpanFacts } from "./span-facts";

const INTEGER_FIELDS = [
  "traceLow",
  "traceHigh",
  "spanLow",
  "spanHigh",
  "parentLow",
  "parentHigh",
  "kind",
  "proxy",
  "peer",
  "destination",
  "outcome",
  "estimated",
  /** state of the join: callee's peer, -1 unknown */
  "callee",
  /** 1: counted by another span, or part of its own workload's work */
  "covered",
  /** sequence number (low 31 bits) of the client span of the same workload inside this one, -1 none */
  "inner",
  /** peer of the caller where the parent is not a client span, -1 unknown */
  "caller",
  /** 1: the parent was found */
  "linked",
  /** next entry of the same hash chain, -1 none */
  "next",
] as const;
const FLOAT_FIELDS = ["endMs", "durationMs", "bytesSent", "bytesReceived", "weight", "arrivedMs"] as const;

type IntegerField = (typeof INTEGER_FIELDS)[number];
type FloatField = (typeof FLOAT_FIELDS)[number];
type Columns = Record<IntegerField, Int32Array> & Record<FloatField, Float64Array>;

function newColumns(capacity: number): Columns {
  const integers = INTEGER_FIELDS.map((field) => [field, new Int32Array(capacity)]);
  const floats = FLOAT_FIELDS.map((field) => [field, new Float64Array(capacity)]);
  return Object.fromEntries([...integers, ...floats]) as Columns;
}

/**
 * Spans of the last seconds in order of arrival, found by trace and span id. Columns of numbers instead of objects: half a million
 * spans cost 60 MB and no garbage. Entries are named by sequence numbers; an entry's place is `at(sequence)`.
 */
export class SpanRing {
  columns: Columns;
  /** sequence numbers of the oldest entry and of the next one to come */
  oldest = 0;
  end = 0;
  readonly #maxCapacity: number;
  #capacity: number;
  #heads: Int32Array;

  constructor(maxCapacity: number, capacity = 16_384) {
    this.#maxCapacity = maxCapacity;
    this.#capacity = Math.min(capacity, maxCapacity);
    this.columns = newColumns(this.#capacity);
    this.#heads = new Int32Array(this.#capacity).fill(-1);
  }

  get size(): number {
    return this.end - this.oldest;
  }

  /** Full at the largest allowed size: the oldest must go first. */
  get full(): boolean {
    return this.size >= this.#maxCapacity;
  }

  at(sequence: number): number {
    return sequence & (this.#capacity - 1);
  }

  holds(sequence: number): boolean {
    return sequence >= this.oldest && sequence < this.end;
  }

  /** Appends a span, not yet found by id (see `publish`). The ring must not be full. */
  push(facts: SpanFacts, arrivedMs: number): void {
    if (this.size >= this.#capacity) this.#grow();
    const place = this.at(this.end++);
    const c = this.columns;
    c.traceLow[place] = facts.traceLow;
    c.traceHigh[place] = facts.traceHigh;
    c.spanLow[place] = facts.spanLow;
    c.spanHigh[place] = facts.spanHigh;
    c.parentLow[place] = facts.parentLow;
    c.parentHigh[place] = facts.parentHigh;
    c.kind[place] = facts.kind;
    c.proxy[place] = facts.proxy;
    c.peer[place] = facts.peer;
    c.destination[place] = facts.destination;
    c.outcome[place] = facts.outcome;
    c.estimated[place] = facts.estimated;
    c.callee[place] = -1;
    c.covered[place] = 0;
    c.inner[place] = -1;
    c.caller[place] = -1;
    c.linked[place] = 0;
    c.next[place] = -1;
    c.endMs[place] = facts.endMs;
    c.durationMs[place] = facts.durationMs;
    c.bytesSent[place] = facts.bytesSent;
    c.bytesReceived[place] = facts.bytesReceived;
    c.weight[place] = facts.weight;
    c.arrivedMs[place] = arrivedMs;
  }

  /** Makes the entry findable by its id. */
  publish(sequence: number): void {
    const place = this.at(sequence);
    const c = this.columns;
    const head = this.#head(c.traceLow[place] as number, c.spanLow[place] as number, c.spanHigh[place] as number);
    c.next[place] = this.#heads[head] as number;
    this.#heads[head] = place;
  }

  /** Takes the oldest entry out; its columns stay readable until the next `push`. */
  removeOldest(): void {
    const place = this.at(this.oldest);
    const c = this.columns;
    const head = this.#head(c.traceLow[place] as number, c.spanLow[place] as number, c.spanHigh[place] as number);
    let before = -1;
    let at = this.#heads[head] as number;
    while (at >= 0 && at !== place) {
      before = at;
      at = c.next[at] as number;
    }
    if (at === place) {
      const next = c.next[place] as number;
      if (before < 0) this.#heads[head] = next;
      else c.next[before] = next;
    }
    this.oldest++;
  }

  /** Forgets entries that were pushed but not published. */
  dropFrom(sequence: number): void {
    this.end = sequence;
  }

  /**
   * Place of a published span of the trace of entry `of` with this id, -1 when there is none. Where a client and a server span share
   * an id, `wanted` (OTLP kind) is preferred. Never gives `of` itself.
   */
  find(of: number, spanLow: number, spanHigh: number, wanted: number): number {
    const c = this.columns;
    const traceLow = c.traceLow[of] as number;
    const traceHigh = c.traceHigh[of] as number;
    let found = -1;
    let at = this.#heads[this.#head(traceLow, spanLow, spanHigh)] as number;
    for (; at >= 0; at = c.next[at] as number) {
      if (at === of || c.spanLow[at] !== spanLow || c.spanHigh[at] !== spanHigh) continue;
      if (c.traceLow[at] !== traceLow || c.traceHigh[at] !== traceHigh) continue;
      if (c.kind[at] === wanted) return at;
      found = at;
    }
    return found;
  }

  #head(traceLow: number, spanLow: number, spanHigh: number): number {
    let hash = Math.imul(spanLow ^ (spanHigh >>> 7), 0x9e3779b1) ^ Math.imul(traceLow, 0x85ebca6b);
    hash ^= hash >>> 15;
    return hash & (this.#heads.length - 1);
  }

  /** Twice the room; entries keep their sequence numbers, chains are built anew. */
  #grow(): void {
    const old = this.columns;
    const mask = this.#capacity - 1;
    this.#capacity *= 2;
    const columns = newColumns(this.#capacity);
    const published: boolean[] = [];
    const inChain = this.#chained();
    for (let sequence = this.oldest; sequence < this.end; sequence++) {
      const from = sequence & mask;
      const to = this.at(sequence);
      for (const field of INTEGER_FIELDS) columns[field][to] = old[field][from] as number;
      for (const field of FLOAT_FIELDS) columns[field][to] = old[field][from] as number;
      published.push(inChain[from] === 1);
    }
    this.columns = columns;
    this.#heads = new Int32Array(this.#capacity).fill(-1);
    for (let sequence = this.oldest; sequence < this.end; sequence++) {
      if (published[sequence - this.oldest]) this.publish(sequence);
    }
  }

  #chained(): Uint8Array {
    const chained = new Uint8Array(this.columns.next.length);
    for (const head of this.#heads) {
      for (let at = head; at >= 0; at = this.columns.next[at] as number) chained[at] = 1;
    }
    return chained;
  }
}
