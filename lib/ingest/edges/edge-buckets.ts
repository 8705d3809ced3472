import { EDGE_BUCKET_MS, type EdgeRow, type EdgeSample } from "../../model/edge-sample";
import { LATENCY_BUCKETS } from "../../model/latency-bounds";
import type { EdgeTables } from "./edge-tables";
import { latencyBucket } from "./latency-bucket";
import { OTHER_PEER } from "./peer-table";

/** Distinct rows of one bucket; more become one row between "other" and "other" for each protocol and code. */
const ROWS_PER_BUCKET = 50_000;
const PAIR = 0x400_0000;

/** One request that spans show, in table numbers (EdgeTables). */
export interface SpanEdge {
  source: number;
  destination: number;
  /** -1: not known */
  host: number;
  outcome: number;
  endMs: number;
  durationMs: number;
  bytesSent: number;
  bytesReceived: number;
  weight: number;
  estimated: number;
}

interface SpanCell {
  host: number;
  outcome: number;
  estimated: number;
  row: EdgeRow;
}

interface Bucket {
  rows: Map<string, EdgeRow>;
  cells: Map<number, SpanCell[]>;
  size: number;
}

/** Traffic by edge and 5 s bucket, in memory until `take`. Rows of a bucket that was taken before may come again: counts add up. */
export class EdgeBuckets {
  /** Requests put under "other" because a bucket held too many distinct edges. */
  overflowed = 0;
  readonly #tables: EdgeTables;
  readonly #mesh: string;
  #buckets = new Map<number, Bucket>();

  constructor(tables: EdgeTables, mesh: string) {
    this.#tables = tables;
    this.#mesh = mesh;
  }

  /** Adds a sample whose counts already are differences. `atMs`: when the traffic was. */
  add(sample: EdgeSample, atMs: number, mesh = this.#mesh): void {
    const bucketMs = bucketOf(atMs);
    const bucket = this.#bucket(bucketMs);
    const key = sampleKey(sample, mesh);
    let row = bucket.rows.get(key);
    if (row === undefined) {
      const fits = bucket.size < ROWS_PER_BUCKET || sample.reporter === "inbound";
      const kept = fits ? sample : this.#overflow(sample);
      row = this.#row(bucket, kept === sample ? key : sampleKey(kept, mesh), kept, bucketMs, mesh);
    }
    row.count += sample.count;
    row.latencySumMs += sample.latencySumMs;
    row.bytesSent += sample.bytesSent;
    row.bytesReceived += sample.bytesReceived;
    if (sample.latency.length === 0) return;
    if (row.latency.length === 0) row.latency = new Array<number>(LATENCY_BUCKETS).fill(0);
    for (const [i, count] of sample.latency.entries()) row.latency[i] = (row.latency[i] ?? 0) + count;
  }

  /** Adds one request seen by spans. */
  addSpanEdge(edge: SpanEdge): void {
    const bucketMs = bucketOf(edge.endMs);
    const bucket = this.#bucket(bucketMs);
    const pair = edge.source * PAIR + edge.destination;
    let cells = bucket.cells.get(pair);
    if (cells === undefined) {
      cells = [];
      bucket.cells.set(pair, cells);
    }
    let row: EdgeRow | undefined;
    for (const cell of cells) {
      if (cell.outcome === edge.outcome && cell.host === edge.host && cell.estimated === edge.estimated) {
        row = cell.row;
        break;
      }
    }
    if (row === undefined) {
      row = this.#spanRow(bucket, edge, bucketMs);
      cells.push({ host: edge.host, outcome: edge.outcome, estimated: edge.estimated, row });
    }
    row.count += edge.weight;
    row.latencySumMs += edge.durationMs * edge.weight;
    const slot = latencyBucket(edge.durationMs);
    row.latency[slot] = (row.latency[slot] as number) + edge.weight;
    row.bytesSent += edge.bytesSent * edge.weight;
    row.bytesReceived += edge.bytesReceived * edge.weight;
  }

  /** Takes out the rows of all buckets that ended before `beforeMs`. */
  take(beforeMs: number): EdgeRow[] {
    const rows: EdgeRow[] = [];
    for (const [bucketMs, bucket] of this.#buckets) {
      if (bucketMs + EDGE_BUCKET_MS > beforeMs) continue;
      for (const row of bucket.rows.values()) rows.push(row);
      this.#buckets.delete(bucketMs);
    }
    return rows;
  }

  get pendingRows(): number {
    let rows = 0;
    for (const bucket of this.#buckets.values()) rows += bucket.size;
    return rows;
  }

  #bucket(bucketMs: number): Bucket {
    const known = this.#buckets.get(bucketMs);
    if (known !== undefined) return known;
    const bucket: Bucket = { rows: new Map(), cells: new Map(), size: 0 };
    this.#buckets.set(bucketMs, bucket);
    return bucket;
  }

  #overflow(sample: EdgeSample): EdgeSample {
    this.overflowed += sample.count;
    return {
      ...sample,
      source: OTHER_PEER,
      destination: OTHER_PEER,
      destinationHost: "",
      flags: "",
      sourcePrincipal: "",
      destinationPrincipal: "",
    };
  }

  #row(bucket: Bucket, key: string, sample: EdgeSample, bucketMs: number, mesh: string): EdgeRow {
    const known = bucket.rows.get(key);
    if (known !== undefined) return known;
    const row: EdgeRow = {
      ...sample,
      latency: [],
      count: 0,
      latencySumMs: 0,
      bytesSent: 0,
      bytesReceived: 0,
      mesh,
      bucketMs,
    };
    bucket.rows.set(key, row);
    bucket.size++;
    return row;
  }

  #spanRow(bucket: Bucket, edge: SpanEdge, bucketMs: number): EdgeRow {
    const { protocol, code, flags } = this.#tables.outcomes.get(edge.outcome);
    const sample: EdgeSample = {
      source: this.#tables.peers.get(edge.source),
      destination: this.#tables.peers.get(edge.destination),
      destinationHost: edge.host < 0 ? "" : this.#tables.destinations.get(edge.host).host,
      protocol,
      code,
      flags,
      mtls: "unknown",
      sourcePrincipal: "",
      destinationPrincipal: "",
      reporter: "span",
      origin: "span",
      estimated: edge.estimated === 1,
      count: edge.weight,
      latency: [],
      latencySumMs: 0,
      bytesSent: 0,
      bytesReceived: 0,
    };
    const kept = bucket.size < ROWS_PER_BUCKET ? sample : this.#overflow(sample);
    const row = this.#row(bucket, sampleKey(kept, this.#mesh), kept, bucketMs, this.#mesh);
    if (row.latency.length === 0) row.latency = new Array<number>(LATENCY_BUCKETS).fill(0);
    return row;
  }
}

function bucketOf(atMs: number): number {
  return Math.floor(atMs / EDGE_BUCKET_MS) * EDGE_BUCKET_MS;
}

function peerKey(peer: EdgeSample["source"]): string {
  return `${peer.namespace}\n${peer.workload}\n${peer.app}\n${peer.service}\n${peer.version}`;
}

function sampleKey(sample: EdgeSample, mesh: string): string {
  return [
    mesh,
    sample.origin,
    sample.reporter,
    sample.protocol,
    sample.code,
    sample.flags,
    sample.mtls,
    sample.estimated ? "1" : "0",
    peerKey(sample.source),
    peerKey(sample.destination),
    sample.destinationHost,
    sample.sourcePrincipal,
    sample.destinationPrincipal,
  ].join("\r");
}
