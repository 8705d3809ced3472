import { LATENCY_BUCKETS } from "@/lib/model/latency-bounds";
import { joinSql, Sql, sql } from "@/lib/store/telemetry/sql";
import type { WindowPart } from "./edge-window";
import { RowBinaryReader } from "./row-binary-reader";

/** The figures of one edge number, summed over a window. */
export interface EdgeSums {
  edge: bigint;
  count: number;
  /** [] when latency was not measured */
  latency: number[];
  latencySumMs: number;
  bytesSent: number;
  bytesReceived: number;
}

/** One row an edge number, over all parts of a window. `condition` restricts the edges. */
export function edgeSumsQuery(mesh: string, parts: readonly WindowPart[], condition: Sql | null): Sql {
  return sql`SELECT edge, sum(count), sumMap(latency), sum(latencySumMs), sum(bytesSent), sum(bytesReceived)
FROM (${unionOf(mesh, parts, condition)}) GROUP BY edge`;
}

function unionOf(mesh: string, parts: readonly WindowPart[], condition: Sql | null): Sql {
  const and = condition ? sql` AND ${condition}` : new Sql("");
  const selects = parts.map(
    ({ table, fromSec, toSec }) => sql`SELECT edge, count, latency, latencySumMs, bytesSent, bytesReceived
FROM ${new Sql(table)} WHERE mesh = ${mesh} AND bucket >= toDateTime(${fromSec}) AND bucket < toDateTime(${toSec})${and}`,
  );
  return joinSql(selects, "\nUNION ALL\n");
}

/** Decodes the answer of edgeSumsQuery in RowBinary. */
export function readEdgeSums(bytes: Buffer): EdgeSums[] {
  const row = new RowBinaryReader(bytes);
  const all: EdgeSums[] = [];
  while (!row.done) {
    all.push({
      edge: row.uint64(),
      count: row.float64(),
      latency: readLatency(row),
      latencySumMs: row.float64(),
      bytesSent: row.float64(),
      bytesReceived: row.float64(),
    });
  }
  return all;
}

/** A sparse histogram, Map(UInt8, Float64), as the dense one of lib/model/latency-bounds.ts. */
export function readLatency(row: RowBinaryReader): number[] {
  const entries = row.varint();
  if (entries === 0) return [];
  const latency = new Array<number>(LATENCY_BUCKETS).fill(0);
  for (let i = 0; i < entries; i++) {
    const bucket = row.uint8();
    latency[bucket] = row.float64();
  }
  return latency;
}
