import type { EdgeSample } from "@/lib/model/edge-sample";
import type { Peer } from "@/lib/model/workload";
import { EDGE_IDENTITY_COLUMNS, type EdgeIdentityColumn } from "@/lib/store/telemetry/schema";
import { joinSql, Sql, sql } from "@/lib/store/telemetry/sql";
import type { TelemetryReader } from "@/lib/store/telemetry/telemetry-reader";
import type { PeerFilter } from "../metrics-source";
import { RowBinaryReader } from "./row-binary-reader";

/** All of a sample but its figures. */
export type EdgeIdentity = Omit<EdgeSample, "count" | "latency" | "latencySumMs" | "bytesSent" | "bytesReceived">;

const COLUMNS = new Sql(EDGE_IDENTITY_COLUMNS.join(", "));
const KEEP_LIMIT = 500_000;
const CHUNK = 5000;

/**
 * Identities by edge number. A number is a hash of its identity, so what was read once holds for good; the store is asked
 * only for numbers not met before.
 */
export class EdgeIdentities {
  readonly #reader: TelemetryReader;
  readonly #mesh: string;
  #known = new Map<bigint, EdgeIdentity>();
  #peers = new Map<string, Peer>();

  constructor(reader: TelemetryReader, mesh: string) {
    this.#reader = reader;
    this.#mesh = mesh;
  }

  /** Reads what is missing of these numbers; `get` then knows them. */
  async ensure(edges: readonly bigint[]): Promise<void> {
    if (this.#known.size > KEEP_LIMIT) {
      this.#known = new Map();
      this.#peers = new Map();
    }
    const missing = edges.filter((edge) => !this.#known.has(edge));
    for (let at = 0; at < missing.length; at += CHUNK) await this.#read(missing.slice(at, at + CHUNK));
  }

  get(edge: bigint): EdgeIdentity | undefined {
    return this.#known.get(edge);
  }

  async #read(edges: readonly bigint[]): Promise<void> {
    const bytes = await this.#reader.binary(
      sql`SELECT edge, ${COLUMNS} FROM edge_identities WHERE mesh = ${this.#mesh} AND edge IN ${edges} LIMIT 1 BY edge`,
    );
    const row = new RowBinaryReader(bytes);
    while (!row.done) this.#known.set(row.uint64(), readIdentity(row, this.#peers));
  }
}

/** One object a peer, whatever the number of its edges: what is made of a peer (keys, nodes) is then made once. */
function readPeer(row: RowBinaryReader, peers: Map<string, Peer>): Peer {
  const namespace = row.string();
  const workload = row.string();
  const app = row.string();
  const service = row.string();
  const version = row.string();
  const key = JSON.stringify([namespace, workload, app, service, version]);
  const known = peers.get(key) ?? { namespace, workload, app, service, version };
  peers.set(key, known);
  return known;
}

function readIdentity(row: RowBinaryReader, peers: Map<string, Peer>): EdgeIdentity {
  const peer = () => readPeer(row, peers);
  // The order of EDGE_IDENTITY_COLUMNS; what a column holds was written from the same types (lib/store/telemetry).
  return {
    source: peer(),
    destination: peer(),
    destinationHost: row.string(),
    protocol: row.string() as EdgeSample["protocol"],
    code: row.string(),
    flags: row.string(),
    mtls: row.string() as EdgeSample["mtls"],
    sourcePrincipal: row.string(),
    destinationPrincipal: row.string(),
    reporter: row.string() as EdgeSample["reporter"],
    origin: row.string() as EdgeSample["origin"],
    estimated: row.string() === "1",
  };
}

/** The condition "edge is one of those with …" for a query on an edge table; null when nothing is asked. */
export function identityCondition(mesh: string, conditions: readonly Sql[]): Sql | null {
  if (conditions.length === 0) return null;
  const all = joinSql([sql`mesh = ${mesh}`, ...conditions], " AND ");
  return sql`edge IN (SELECT edge FROM edge_identities WHERE ${all})`;
}

/** Either end in one of the namespaces. */
export function namespaceConditions(namespaces: readonly string[] | null): Sql[] {
  if (namespaces === null) return [];
  return [sql`(sourceNamespace IN ${namespaces} OR destinationNamespace IN ${namespaces})`];
}

const PEER_FIELDS = ["namespace", "workload", "app", "service", "version"] as const;

export function peerConditions(side: "source" | "destination", filter: PeerFilter | undefined): Sql[] {
  return PEER_FIELDS.flatMap((field) => {
    const value = filter?.[field];
    const column: EdgeIdentityColumn = `${side}${field.charAt(0).toUpperCase()}${field.slice(1)}` as EdgeIdentityColumn;
    return value ? [sql`${new Sql(column)} = ${value}`] : [];
  });
}
