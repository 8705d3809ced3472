import type { EdgeRow } from "../../model/edge-sample";
import type { EdgeIdentityBook } from "./edge-identity-book";
import type { TelemetryEngine } from "./engine";
import { insertSettings } from "./insert-settings";

const CHUNK = 50_000;

/**
 * Stores edge rows, each once however often the same rows come with the same token: chunks have tokens of their own and the
 * roll-ups check them too. Identities go first, so that no figure ever lacks its names.
 */
export async function insertEdges(
  engine: TelemetryEngine,
  book: EdgeIdentityBook,
  { rows, token, nowMs }: { rows: readonly EdgeRow[]; token: string; nowMs: number },
): Promise<void> {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  for (let at = 0; at < rows.length; at += CHUNK) {
    const chunk = rows.slice(at, at + CHUNK);
    const { edges, unstored } = book.take(chunk, day);
    if (unstored.length > 0) {
      await engine.insertJson("edge_identities", unstored, { async_insert: 0, max_threads: 1 });
      book.stored(unstored);
    }
    const figures = chunk.map((row, i) => figureRow(row, edges[i] ?? ""));
    await engine.insertJson("edges_5s", figures, insertSettings(`${token}-${at}`));
  }
}

function figureRow(row: EdgeRow, edge: string) {
  return {
    mesh: row.mesh,
    bucket: Math.floor(row.bucketMs / 1000),
    edge,
    count: row.count,
    latency: sparse(row.latency),
    latencySumMs: row.latencySumMs,
    bytesSent: row.bytesSent,
    bytesReceived: row.bytesReceived,
  };
}

/** Most buckets of a histogram are empty: only the others are stored, by their index. */
function sparse(latency: readonly number[]): Record<number, number> {
  const map: Record<number, number> = {};
  for (let i = 0; i < latency.length; i++) {
    const count = latency[i] ?? 0;
    if (count > 0) map[i] = count;
  }
  return map;
}
