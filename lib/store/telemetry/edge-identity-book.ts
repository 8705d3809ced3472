import { createHash } from "node:crypto";
import type { EdgeRow } from "../../model/edge-sample";
import type { EdgeIdentityColumn } from "./schema";

export type EdgeIdentityRow = Record<EdgeIdentityColumn, string> & { mesh: string; edge: string; day: string };

/** Past this many identities the book is emptied: they are then written once more, which changes nothing. */
const KEEP_LIMIT = 300_000;

/**
 * Gives every edge identity (all of a sample but its figures) its number, the first 64 bits of its SHA-256, and remembers
 * which ones the store holds for today, so that only new ones are written.
 */
export class EdgeIdentityBook {
  readonly #numbers = new Map<string, string>();
  #stored = new Set<string>();
  #day = "";

  /** The edge number of each row, and the identities to store before the rows. `day`: YYYY-MM-DD, UTC. */
  take(rows: readonly EdgeRow[], day: string): { edges: string[]; unstored: EdgeIdentityRow[] } {
    if (day !== this.#day || this.#stored.size > KEEP_LIMIT) this.#stored = new Set();
    if (this.#numbers.size > KEEP_LIMIT) this.#numbers.clear();
    this.#day = day;
    const unstored = new Map<string, EdgeIdentityRow>();
    const edges = rows.map((row) => {
      const key = identityKey(row);
      const edge = this.#numbers.get(key) ?? numberOf(key);
      this.#numbers.set(key, edge);
      if (!this.#stored.has(edge) && !unstored.has(edge)) unstored.set(edge, identityRow(row, edge, day));
      return edge;
    });
    return { edges, unstored: [...unstored.values()] };
  }

  /** Call once the identities are durable. */
  stored(identities: readonly EdgeIdentityRow[]): void {
    for (const { edge, day } of identities) if (day === this.#day) this.#stored.add(edge);
  }
}

function numberOf(key: string): string {
  return createHash("sha256").update(key).digest().readBigUInt64LE(0).toString();
}

function identityKey(row: EdgeRow): string {
  const { source: s, destination: d } = row;
  const peers = `${peerKey(s)}\0${peerKey(d)}\0${row.destinationHost}`;
  const outcome = `${row.protocol}\0${row.code}\0${row.flags}\0${row.mtls}\0${row.sourcePrincipal}\0${row.destinationPrincipal}`;
  return `${row.mesh}\0${peers}\0${outcome}\0${row.reporter}\0${row.origin}\0${row.estimated ? 1 : 0}`;
}

function peerKey(peer: EdgeRow["source"]): string {
  return `${peer.namespace}\0${peer.workload}\0${peer.app}\0${peer.service}\0${peer.version}`;
}

function identityRow(row: EdgeRow, edge: string, day: string): EdgeIdentityRow {
  return {
    mesh: row.mesh,
    edge,
    day,
    sourceNamespace: row.source.namespace,
    sourceWorkload: row.source.workload,
    sourceApp: row.source.app,
    sourceService: row.source.service,
    sourceVersion: row.source.version,
    destinationNamespace: row.destination.namespace,
    destinationWorkload: row.destination.workload,
    destinationApp: row.destination.app,
    destinationService: row.destination.service,
    destinationVersion: row.destination.version,
    destinationHost: row.destinationHost,
    protocol: row.protocol,
    code: row.code,
    flags: row.flags,
    mtls: row.mtls,
    sourcePrincipal: row.sourcePrincipal,
    destinationPrincipal: row.destinationPrincipal,
    reporter: row.reporter,
    origin: row.origin,
    estimated: row.estimated ? "1" : "0",
  };
}
