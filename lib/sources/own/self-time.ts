/** A span as far as its time goes; ns from any common origin. `parent`: index of the parent, -1 at a root. */
export interface TimedSpan {
  start: number;
  end: number;
  parent: number;
  service: string;
}

/**
 * How the time of a trace falls to services: each moment belongs to the spans that run then with none of their children
 * running, in equal parts. So the parts add up to the time during which anything ran, never to more than the trace lasted.
 */
export function selfTimeByService(spans: readonly TimedSpan[]): Map<string, number> {
  const sweep = new Sweep(spans);
  for (const { at, index, opens } of eventsOf(spans)) {
    sweep.advance(at);
    sweep.turn(index, opens);
  }
  return sweep.times;
}

/** Which spans run, and which of these have no running child, as time moves on. */
class Sweep {
  readonly times = new Map<string, number>();
  readonly #spans: readonly TimedSpan[];
  readonly #runs: Uint8Array;
  readonly #runningChildren: Uint32Array;
  /** service -> how many of its spans have the moment */
  readonly #holders = new Map<string, number>();
  #total = 0;
  #now = 0;

  constructor(spans: readonly TimedSpan[]) {
    this.#spans = spans;
    this.#runs = new Uint8Array(spans.length);
    this.#runningChildren = new Uint32Array(spans.length);
  }

  /** Gives the time since the last event to whoever had it. */
  advance(at: number): void {
    const passed = at - this.#now;
    this.#now = at;
    if (this.#total === 0 || passed <= 0) return;
    for (const [service, holders] of this.#holders) {
      if (holders > 0) this.times.set(service, (this.times.get(service) ?? 0) + (passed * holders) / this.#total);
    }
  }

  /** A span starts or ends: it and its parent may come to have the moment, or lose it. */
  turn(index: number, opens: boolean): void {
    const parent = this.#spans[index]?.parent ?? -1;
    this.#change(index, () => {
      this.#runs[index] = opens ? 1 : 0;
    });
    if (parent < 0) return;
    this.#change(parent, () => {
      this.#runningChildren[parent] = (this.#runningChildren[parent] ?? 0) + (opens ? 1 : -1);
    });
  }

  #change(index: number, work: () => void): void {
    const before = this.#holds(index);
    work();
    const by = this.#holds(index) - before;
    if (by === 0) return;
    const service = this.#spans[index]?.service ?? "";
    this.#holders.set(service, (this.#holders.get(service) ?? 0) + by);
    this.#total += by;
  }

  #holds(index: number): number {
    return this.#runs[index] === 1 && this.#runningChildren[index] === 0 ? 1 : 0;
  }
}

interface TimeEvent {
  at: number;
  index: number;
  opens: boolean;
}

/** Starts and ends in the order of time; at the same moment ends come before starts. Spans of no length do not count. */
function eventsOf(spans: readonly TimedSpan[]): TimeEvent[] {
  const events = spans.flatMap((span, index) =>
    span.end > span.start
      ? [
          { at: span.start, index, opens: true },
          { at: span.end, index, opens: false },
        ]
      : [],
  );
  return events.sort((a, b) => a.at - b.at || Number(a.opens) - Number(b.opens));
}
