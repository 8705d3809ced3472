import type { EdgeProtocol, EdgeSample } from "../model/edge-sample";
import type { GraphType } from "../model/graph";
import { addHistogram } from "./histogram-quantile";
import { type NodeSeed, seedOf, UNKNOWN_CALLER } from "./node-seed";
import { outcomeOf } from "./outcome";
import { isUnknownPeer } from "./pair-keys";
import type { RegistryIndex } from "./registry-index";

/** Everything summed over one edge's samples. Counts are requests (HTTP, gRPC) or connections (TCP). */
export interface EdgeSums {
  id: string;
  source: NodeSeed;
  target: NodeSeed;
  protocol: EdgeProtocol;
  requests: number;
  errors: number;
  clientErrors: number;
  codes: Map<string, number>;
  /** "flags\ncode" -> count, for what failed or carried a flag */
  flags: Map<string, number>;
  hosts: Set<string>;
  latency: number[];
  latencySumMs: number;
  bytes: number;
  mtls: number;
  plain: number;
  sourcePrincipals: Set<string>;
  destinationPrincipals: Set<string>;
  /** destination service (or app) -> count; decides which split the edge is part of */
  services: Map<string, number>;
  estimated: boolean;
}

/** Sums merged samples to edges of a graph of `type`, by edge id. */
export function sumEdges(
  samples: readonly EdgeSample[],
  type: GraphType,
  registry: RegistryIndex,
): Map<string, EdgeSums> {
  const edges = new Map<string, EdgeSums>();
  for (const sample of samples) {
    const source = isUnknownPeer(sample.source) ? UNKNOWN_CALLER : seedOf(type, sample.source, "", registry);
    const target = seedOf(type, sample.destination, sample.destinationHost, registry);
    const id = `${source.id}>${target.id}:${sample.protocol}`;
    let edge = edges.get(id);
    if (!edge) {
      edge = emptyEdge(id, { source, target, protocol: sample.protocol });
      edges.set(id, edge);
    }
    addSample(edge, sample);
  }
  return edges;
}

function emptyEdge(id: string, ends: Pick<EdgeSums, "source" | "target" | "protocol">): EdgeSums {
  return {
    id,
    ...ends,
    requests: 0,
    errors: 0,
    clientErrors: 0,
    codes: new Map(),
    flags: new Map(),
    hosts: new Set(),
    latency: [],
    latencySumMs: 0,
    bytes: 0,
    mtls: 0,
    plain: 0,
    sourcePrincipals: new Set(),
    destinationPrincipals: new Set(),
    services: new Map(),
    estimated: false,
  };
}

function bump(map: Map<string, number>, key: string, by: number): void {
  map.set(key, (map.get(key) ?? 0) + by);
}

function addSample(edge: EdgeSums, sample: EdgeSample): void {
  const outcome = outcomeOf(sample.protocol, sample.code, sample.flags);
  edge.requests += sample.count;
  if (outcome === "error") edge.errors += sample.count;
  if (outcome === "client") edge.clientErrors += sample.count;
  if (sample.code !== "") bump(edge.codes, sample.code, sample.count);
  if (outcome !== "ok" || sample.flags !== "") bump(edge.flags, `${sample.flags}\n${sample.code}`, sample.count);
  if (sample.destinationHost) edge.hosts.add(sample.destinationHost);
  addHistogram(edge.latency, sample.latency);
  edge.latencySumMs += sample.latencySumMs;
  edge.bytes += sample.bytesSent + sample.bytesReceived;
  if (sample.mtls === "mutual_tls") edge.mtls += sample.count;
  if (sample.mtls === "none") edge.plain += sample.count;
  if (sample.sourcePrincipal) edge.sourcePrincipals.add(sample.sourcePrincipal);
  if (sample.destinationPrincipal) edge.destinationPrincipals.add(sample.destinationPrincipal);
  bump(edge.services, sample.destination.service || sample.destination.app, sample.count);
  edge.estimated ||= sample.estimated;
}
