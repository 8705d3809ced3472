import type { EdgeProtocol, EdgeSample } from "../model/edge-sample";
import type { GraphType } from "../model/graph";
import type { Peer } from "../model/workload";
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
  /** "flags\ncode" -> count, for what failed or carried a flag; null: none did */
  flags: Map<string, number> | null;
  hosts: string[];
  latency: number[];
  latencySumMs: number;
  bytes: number;
  mtls: number;
  plain: number;
  sourcePrincipals: string[];
  destinationPrincipals: string[];
  /** destination services (or apps) with their counts; decides which split the edge is part of */
  services: { name: string; count: number }[];
  estimated: boolean;
  /** copies of requests, in none of the figures above */
  mirrored: number;
  mirroredErrors: number;
}

/** Sums merged samples to edges of a graph of `type`, in the order they are met. */
export function sumEdges(samples: readonly EdgeSample[], type: GraphType, registry: RegistryIndex): EdgeSums[] {
  const edges: EdgeSums[] = [];
  const bySource = new Map<string, Map<string, EdgeSums[]>>();
  const seed = seedsOf(type, registry);
  for (const sample of samples) {
    const source = isUnknownPeer(sample.source) ? UNKNOWN_CALLER : seed(sample.source, "");
    const target = seed(sample.destination, sample.destinationHost);
    const between = listOf(bySource, source.id, target.id);
    let edge = between.find(({ protocol }) => protocol === sample.protocol);
    if (!edge) {
      const id = `${source.id}>${target.id}:${sample.protocol}`;
      edge = emptyEdge(id, { source, target, protocol: sample.protocol });
      between.push(edge);
      edges.push(edge);
    }
    addSample(edge, sample);
  }
  return edges;
}

/** seedOf, asked once for each peer object: of a peer that is known, the host changes nothing. */
function seedsOf(type: GraphType, registry: RegistryIndex): (peer: Peer, host: string) => NodeSeed {
  const known = new Map<Peer, NodeSeed>();
  return (peer, host) => {
    if (isUnknownPeer(peer)) return seedOf(type, peer, host, registry);
    let seed = known.get(peer);
    if (!seed) {
      seed = seedOf(type, peer, host, registry);
      known.set(peer, seed);
    }
    return seed;
  };
}

function listOf<T>(map: Map<string, Map<string, T[]>>, outer: string, inner: string): T[] {
  let lists = map.get(outer);
  if (!lists) {
    lists = new Map();
    map.set(outer, lists);
  }
  let list = lists.get(inner);
  if (!list) {
    list = [];
    lists.set(inner, list);
  }
  return list;
}

function emptyEdge(id: string, ends: Pick<EdgeSums, "source" | "target" | "protocol">): EdgeSums {
  return {
    id,
    ...ends,
    requests: 0,
    errors: 0,
    clientErrors: 0,
    codes: new Map(),
    flags: null,
    hosts: [],
    latency: [],
    latencySumMs: 0,
    bytes: 0,
    mtls: 0,
    plain: 0,
    sourcePrincipals: [],
    destinationPrincipals: [],
    services: [],
    estimated: false,
    mirrored: 0,
    mirroredErrors: 0,
  };
}

/** Edges have few of these: a search of a short list is cheaper than a set for each. */
function addOnce(list: string[], value: string): void {
  if (value && !list.includes(value)) list.push(value);
}

function addService(edge: EdgeSums, name: string, count: number): void {
  const known = edge.services.find((service) => service.name === name);
  if (known) known.count += count;
  else edge.services.push({ name, count });
}

function bump(map: Map<string, number>, key: string, by: number): void {
  map.set(key, (map.get(key) ?? 0) + by);
}

function addSample(edge: EdgeSums, sample: EdgeSample): void {
  const outcome = outcomeOf(sample.protocol, sample.code, sample.flags);
  if (sample.reporter === "mirrored") {
    edge.mirrored += sample.count;
    if (outcome === "error") edge.mirroredErrors += sample.count;
    return;
  }
  edge.requests += sample.count;
  if (outcome === "error") edge.errors += sample.count;
  if (outcome === "client") edge.clientErrors += sample.count;
  if (sample.code !== "") bump(edge.codes, sample.code, sample.count);
  if (outcome !== "ok" || sample.flags !== "") {
    edge.flags ??= new Map();
    bump(edge.flags, `${sample.flags}\n${sample.code}`, sample.count);
  }
  addOnce(edge.hosts, sample.destinationHost);
  addHistogram(edge.latency, sample.latency);
  edge.latencySumMs += sample.latencySumMs;
  edge.bytes += sample.bytesSent + sample.bytesReceived;
  if (sample.mtls === "mutual_tls") edge.mtls += sample.count;
  if (sample.mtls === "none") edge.plain += sample.count;
  addOnce(edge.sourcePrincipals, sample.sourcePrincipal);
  addOnce(edge.destinationPrincipals, sample.destinationPrincipal);
  addService(edge, sample.destination.service || sample.destination.app, sample.count);
  edge.estimated ||= sample.estimated;
}
