import type { EdgeSample } from "@/lib/model/edge-sample";
import { sql } from "@/lib/store/telemetry/sql";
import type { TelemetryReader } from "@/lib/store/telemetry/telemetry-reader";
import type { EdgeSamples, MetricsSource, SeriesQuery, TransportQuery, WindowQuery } from "./metrics-source";
import {
  EdgeIdentities,
  type EdgeIdentity,
  identityCondition,
  namespaceConditions,
  peerConditions,
} from "./own/edge-identities";
import { type EdgeSums, edgeSumsQuery, readEdgeSums } from "./own/edge-sums";
import { splitWindow } from "./own/edge-window";
import { RecordBegan } from "./own/record-began";
import { readSeries } from "./own/traffic-series";
import { readTransport } from "./own/transport-series";

export interface OwnMetricsSourceOptions {
  /** from connectTelemetry() */
  client: TelemetryReader;
  now?: () => number;
  name?: string;
}

/** Edge traffic out of Heddle's own telemetry store. */
export function ownMetricsSource({ client, now = Date.now, name = "heddle" }: OwnMetricsSourceOptions): MetricsSource {
  const identitiesOf = keptByMesh((mesh) => new EdgeIdentities(client, mesh));
  const recordOf = keptByMesh((mesh) => new RecordBegan(client, mesh));
  return {
    name,
    async edgeSamples(query: WindowQuery): Promise<EdgeSamples> {
      const { mesh, namespaces, destination, served = false, fromMs, toMs } = query;
      const window = splitWindow(fromMs, toMs, now());
      const identities = identitiesOf(mesh);
      const condition = identityCondition(mesh, [
        ...namespaceConditions(namespaces),
        ...peerConditions("destination", destination),
      ]);
      const [bytes, ageSec, recordedFromSec] = await Promise.all([
        client.binary(edgeSumsQuery(mesh, window.parts, condition)),
        newestAgeSec(client, mesh, now()),
        recordOf(mesh).within(window),
      ]);
      const samples = await nameSums(readEdgeSums(bytes), identities, served);
      return {
        samples,
        fromMs: window.fromSec * 1000,
        toMs: window.toSec * 1000,
        recordedFromMs: recordedFromSec * 1000,
        sources: [{ name, ok: true, ...(ageSec === null ? {} : { ageSec }) }],
      };
    },
    transportSeries: (query: TransportQuery) => readTransport(client, query, now()),
    series: (query: SeriesQuery) => readSeries({ client, identities: identitiesOf(query.mesh), query, nowMs: now() }),
  };
}

function keptByMesh<T>(make: (mesh: string) => T): (mesh: string) => T {
  const byMesh = new Map<string, T>();
  return (mesh) => {
    const known = byMesh.get(mesh) ?? make(mesh);
    byMesh.set(mesh, known);
    return known;
  };
}

/** Sums with their identities. A row whose identity has aged out of the store is left out. */
async function nameSums(sums: readonly EdgeSums[], identities: EdgeIdentities, served: boolean): Promise<EdgeSample[]> {
  await identities.ensure(sums.map((row) => row.edge));
  const samples: EdgeSample[] = [];
  for (const row of sums) {
    const identity = identities.get(row.edge);
    if (identity && (served || identity.reporter !== "served")) samples.push(sampleOf(identity, row));
  }
  return samples;
}

/** Field by field: objects made by spreading are several times slower to make and, later, to read. */
function sampleOf(identity: EdgeIdentity, figures: EdgeSums): EdgeSample {
  return {
    source: identity.source,
    destination: identity.destination,
    destinationHost: identity.destinationHost,
    protocol: identity.protocol,
    code: identity.code,
    flags: identity.flags,
    mtls: identity.mtls,
    sourcePrincipal: identity.sourcePrincipal,
    destinationPrincipal: identity.destinationPrincipal,
    reporter: identity.reporter,
    origin: identity.origin,
    estimated: identity.estimated,
    count: figures.count,
    latency: figures.latency,
    latencySumMs: figures.latencySumMs,
    bytesSent: figures.bytesSent,
    bytesReceived: figures.bytesReceived,
  };
}

/** Seconds since the end of the newest bucket of the last day; null when there is none. */
async function newestAgeSec(client: TelemetryReader, mesh: string, nowMs: number): Promise<number | null> {
  const since = Math.floor(nowMs / 1000) - 86_400;
  const [row] = await client.rows<{ bucket: number }>(sql`SELECT toUnixTimestamp(bucket) AS bucket FROM edges_5s
WHERE mesh = ${mesh} AND edges_5s.bucket >= toDateTime(${since}) ORDER BY mesh DESC, edges_5s.bucket DESC LIMIT 1`);
  return row ? Math.max(0, nowMs / 1000 - (row.bucket + 5)) : null;
}
