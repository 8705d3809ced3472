import type { EdgeBuckets } from "./edge-buckets";
import type { EdgeTables } from "./edge-tables";
import type { SpanFacts } from "./span-facts";
import { SpanRing } from "./span-ring";

const SERVER = 2;
const CLIENT = 3;

export interface SpanJoinOptions {
  /** How long a span waits for its parent and children; at least 10 s, since Envoy and SDKs send batches of up to 5 s. */
  windowMs?: number;
  /** Spans held at once, a power of two; beyond it the oldest are decided early. */
  maxSpans?: number;
}

/**
 * Spans -> edges, the mesh rule: one request one edge. A request is the outermost CLIENT span of the caller's workload; its proxy's
 * span inside it gives code, flags, bytes and latency; the SERVER span below tells the callee, else the cluster or peer the client
 * names. A SERVER span counts only where no client span of its caller is seen. Spans inside one workload make no edge.
 */
export class SpanJoin {
  /** Client spans that never said whom they call: no edge. */
  unplaced = 0;
  /** Spans decided before their window ended. */
  cutShort = 0;
  readonly windowMs: number;
  readonly #ring: SpanRing;
  readonly #buckets: EdgeBuckets;
  readonly #tables: EdgeTables;
  readonly #names = new Map<number, string>();
  #namesRotation = -1;
  #staged = 0;
  readonly #edge = {
    source: 0,
    destination: 0,
    host: -1,
    outcome: 0,
    endMs: 0,
    durationMs: 0,
    bytesSent: 0,
    bytesReceived: 0,
    weight: 1,
    estimated: 1,
  };

  constructor(buckets: EdgeBuckets, tables: EdgeTables, options: SpanJoinOptions = {}) {
    this.#buckets = buckets;
    this.#tables = tables;
    this.windowMs = options.windowMs ?? 12_000;
    this.#ring = new SpanRing(options.maxSpans ?? 1 << 20);
  }

  get pending(): number {
    return this.#ring.size;
  }

  /** Takes a span in; it counts after `commit`. */
  add(facts: SpanFacts, nowMs: number): void {
    if (this.#ring.full) {
      if (this.#ring.oldest < this.#staged) {
        this.#expireOldest();
        this.cutShort++;
      } else this.commit();
    }
    this.#ring.push(facts, nowMs);
  }

  /** The spans added since the last commit are valid. */
  commit(): void {
    const ring = this.#ring;
    for (let sequence = this.#staged; sequence < ring.end; sequence++) {
      ring.publish(sequence);
      this.#link(ring.at(sequence), sequence);
    }
    this.#staged = ring.end;
  }

  /** The spans added since the last commit never were. */
  rollback(): void {
    this.#ring.dropFrom(this.#staged);
  }

  /** Decides the spans whose window ended; `Infinity` decides all. */
  expire(nowMs: number): void {
    const ring = this.#ring;
    const limit = nowMs - this.windowMs;
    while (ring.oldest < this.#staged && (ring.columns.arrivedMs[ring.at(ring.oldest)] as number) <= limit) {
      this.#expireOldest();
    }
  }

  /** Finds the parent of a span among those held and tells each what it means to the other. */
  #link(place: number, sequence: number): void {
    const ring = this.#ring;
    const c = ring.columns;
    const server = c.kind[place] === SERVER;
    let parent = server ? ring.find(place, c.spanLow[place] as number, c.spanHigh[place] as number, CLIENT) : -1;
    if (parent >= 0 && c.kind[parent] !== CLIENT) parent = -1;
    if (parent < 0) {
      const low = c.parentLow[place] as number;
      const high = c.parentHigh[place] as number;
      if (low === 0 && high === 0) return;
      parent = ring.find(place, low, high, server ? CLIENT : SERVER);
    }
    if (parent < 0) return;
    c.linked[place] = 1;
    const together = this.#sameWorkload(c.peer[place] as number, c.peer[parent] as number);
    const parentIsClient = c.kind[parent] === CLIENT;
    if (server) this.#linkServer(place, parent, together, parentIsClient);
    else if (c.kind[place] === CLIENT && parentIsClient) {
      if (!together) {
        if (c.callee[parent] === -1) c.callee[parent] = c.peer[place] as number;
      } else {
        c.covered[place] = 1;
        c.inner[parent] = sequence & 0x7fff_ffff;
        this.#passUp(place, parent);
      }
    }
  }

  #linkServer(place: number, parent: number, together: boolean, parentIsClient: boolean): void {
    const c = this.#ring.columns;
    // Within one workload a server below a client is one request to itself only where two proxies saw it.
    const hop = !together || (parentIsClient && c.proxy[place] === 1 && c.proxy[parent] === 1);
    if (!hop) c.covered[place] = 1;
    else if (parentIsClient) {
      c.callee[parent] = c.peer[place] as number;
      c.covered[place] = 1;
    } else c.caller[place] = c.peer[parent] as number;
  }

  /** An inner client span tells the outer one what it knows; a proxy measured the hop itself. */
  #passUp(inner: number, outer: number): void {
    const c = this.#ring.columns;
    if (c.callee[inner] !== -1) c.callee[outer] = c.callee[inner] as number;
    if (c.destination[outer] === -1) c.destination[outer] = c.destination[inner] as number;
    if (c.proxy[inner] !== 1 || c.proxy[outer] === 1) return;
    if (c.destination[inner] !== -1) c.destination[outer] = c.destination[inner] as number;
    c.outcome[outer] = c.outcome[inner] as number;
    c.durationMs[outer] = c.durationMs[inner] as number;
    c.bytesSent[outer] = c.bytesSent[inner] as number;
    c.bytesReceived[outer] = c.bytesReceived[inner] as number;
    c.proxy[outer] = 1;
  }

  #expireOldest(): void {
    const ring = this.#ring;
    const sequence = ring.oldest;
    const place = ring.at(sequence);
    const c = ring.columns;
    if (c.linked[place] === 0) this.#link(place, sequence);
    const kind = c.kind[place];
    if (kind === CLIENT) this.#expireClient(place);
    else if (kind === SERVER && c.covered[place] === 0) {
      const caller = c.caller[place] as number;
      this.#emit(place, caller === -1 ? this.#tables.peers.unknown() : caller, c.peer[place] as number, -1);
    }
    ring.removeOldest();
  }

  #expireClient(place: number): void {
    const ring = this.#ring;
    const c = ring.columns;
    const inner = c.inner[place] as number;
    if (inner >= 0) {
      const sequence = ring.oldest - (ring.oldest & 0x7fff_ffff) + inner;
      if (ring.holds(sequence)) this.#passUp(ring.at(sequence), place);
    }
    if (c.covered[place] === 1) {
      this.#tellParent(place);
      return;
    }
    const callee = c.callee[place] as number;
    const destination = c.destination[place] as number;
    if (callee !== -1) this.#emit(place, c.peer[place] as number, callee, destination);
    else if (destination !== -1) {
      const { peer } = this.#tables.destinations.get(destination);
      this.#emit(place, c.peer[place] as number, this.#tables.peers.idOf(peer), destination);
    } else this.unplaced++;
  }

  /** A covered client leaves before its parent: what it learnt since goes up now. */
  #tellParent(place: number): void {
    const c = this.#ring.columns;
    const parent = this.#ring.find(place, c.parentLow[place] as number, c.parentHigh[place] as number, CLIENT);
    if (parent >= 0 && c.kind[parent] === CLIENT) this.#passUp(place, parent);
  }

  #emit(place: number, source: number, destination: number, host: number): void {
    const c = this.#ring.columns;
    const edge = this.#edge;
    edge.source = source;
    edge.destination = destination;
    edge.host = host;
    edge.outcome = c.outcome[place] as number;
    edge.endMs = c.endMs[place] as number;
    edge.durationMs = c.durationMs[place] as number;
    edge.bytesSent = c.bytesSent[place] as number;
    edge.bytesReceived = c.bytesReceived[place] as number;
    edge.weight = c.weight[place] as number;
    edge.estimated = c.estimated[place] as number;
    this.#buckets.addSpanEdge(edge);
  }

  #sameWorkload(a: number, b: number): boolean {
    return a === b || this.#workload(a) === this.#workload(b);
  }

  #workload(peer: number): string {
    if (this.#namesRotation !== this.#tables.peers.rotation) {
      this.#names.clear();
      this.#namesRotation = this.#tables.peers.rotation;
    }
    let name = this.#names.get(peer);
    if (name === undefined) {
      const { namespace, workload } = this.#tables.peers.get(peer);
      name = `${namespace}/${workload}`;
      this.#names.set(peer, name);
    }
    return name;
  }
}
