import type { GraphNode, NodeBadge, NodeKind, TrafficFigures } from "../model/graph";
import type { Health } from "../model/health";
import type { Workload } from "../model/workload";
import type { EdgeSums } from "./edge-sums";
import { latencyFigures } from "./finish-edges";
import { instanceHealth, spanWords, trafficHealth, worstHealth } from "./health";
import { addHistogram } from "./histogram-quantile";
import type { MergedSamples } from "./merge-samples";
import { type NodeFacts, nodeKind, nodeNote } from "./node-kind";
import type { NodeSeed } from "./node-seed";
import { callerKeys } from "./pair-keys";
import type { RegistryIndex } from "./registry-index";

/** Sums over one side of a node. `requests` counts HTTP and gRPC; TCP counts as connections and bytes. */
export interface SideSums {
  requests: number;
  errors: number;
  clientErrors: number;
  connections: number;
  failedConnections: number;
  bytes: number;
  edges: number;
  latency: number[];
  latencySumMs: number;
}

export interface NodeContext {
  edges: readonly EdgeSums[];
  registry: RegistryIndex;
  merged: MergedSamples;
  durationSec: number;
  configBadges: ReadonlyMap<string, readonly NodeBadge[]>;
}

export function emptySide(): SideSums {
  return {
    requests: 0,
    errors: 0,
    clientErrors: 0,
    connections: 0,
    failedConnections: 0,
    bytes: 0,
    edges: 0,
    latency: [],
    latencySumMs: 0,
  };
}

/** Adds an edge's sums to one side of a node or box. */
export function addEdge(side: SideSums, edge: EdgeSums): void {
  side.edges++;
  side.bytes += edge.bytes;
  if (edge.protocol === "tcp") {
    side.connections += edge.requests;
    side.failedConnections += edge.errors;
    return;
  }
  side.requests += edge.requests;
  side.errors += edge.errors;
  side.clientErrors += edge.clientErrors;
  addHistogram(side.latency, edge.latency);
  side.latencySumMs += edge.latencySumMs;
}

/** Requests of one side as figures of the model. */
export function figures(side: SideSums, durationSec: number): TrafficFigures {
  const share = (count: number) => (side.requests > 0 ? Math.min(1, count / side.requests) : 0);
  return {
    requests: side.requests,
    ratePerSec: side.requests / durationSec,
    errorRatio: share(side.errors),
    clientErrorRatio: share(side.clientErrors),
    bytesPerSec: side.bytes / durationSec,
  };
}

/** Seeds and edges -> nodes with kind, figures, health, badges and, where one is due, an explanation. */
export function finishNodes(seeds: readonly NodeSeed[], context: NodeContext): GraphNode[] {
  const inbound = new Map<string, SideSums>();
  const outbound = new Map<string, SideSums>();
  const side = (map: Map<string, SideSums>, id: string) => {
    const known = map.get(id) ?? emptySide();
    map.set(id, known);
    return known;
  };
  for (const edge of context.edges) {
    addEdge(side(outbound, edge.source.id), edge);
    addEdge(side(inbound, edge.target.id), edge);
  }
  const members = workloadsBySeed(seeds, context.registry);
  return seeds.map((seed) =>
    finishNode(seed, context, {
      inbound: inbound.get(seed.id) ?? emptySide(),
      outbound: outbound.get(seed.id) ?? emptySide(),
      workloads: members.get(seed.id) ?? [],
    }),
  );
}

/** Node id -> the registered workloads it stands for. */
function workloadsBySeed(seeds: readonly NodeSeed[], registry: RegistryIndex): Map<string, readonly Workload[]> {
  return new Map(
    seeds.map((seed) => {
      if (seed.workload) {
        const one = registry.workload(seed.namespace, seed.workload);
        return [seed.id, one ? [one] : []];
      }
      const all = registry.workloadsOf(
        seed.namespace,
        seed.subject === "app" ? (seed.app ?? "") : (seed.service ?? seed.name),
      );
      return [seed.id, seed.version ? all.filter((w) => w.version === seed.version) : all];
    }),
  );
}

function finishNode(
  seed: NodeSeed,
  context: NodeContext,
  own: { inbound: SideSums; outbound: SideSums; workloads: readonly Workload[] },
): GraphNode {
  const facts: NodeFacts = { seed, ...own, registry: context.registry, merged: context.merged };
  const kind = nodeKind(facts);
  const note = nodeNote(facts, kind);
  const { id, namespace, name, app, workload, service, version } = seed;
  const hasProxy = proxyOf(facts);
  return {
    id,
    kind,
    namespace,
    name,
    ...(app ? { app } : {}),
    ...(workload ? { workload } : {}),
    ...(service ? { service } : {}),
    ...(version ? { version } : {}),
    ...(hasProxy === undefined ? {} : { hasProxy }),
    ...(note ? { note } : {}),
    badges: badgesOf(facts, kind, context.configBadges),
    health: nodeHealth(facts, { kind, note, durationSec: context.durationSec }),
    inbound: figures(own.inbound, context.durationSec),
    ...(own.inbound.latency.some((n) => n > 0)
      ? { inboundLatencyMs: latencyFigures(own.inbound.latency, own.inbound.latencySumMs) }
      : {}),
    outbound: figures(own.outbound, context.durationSec),
  };
}

function proxyOf({ seed, workloads, merged }: NodeFacts): boolean | undefined {
  if (workloads.length > 0) return workloads.every((w) => w.hasProxy);
  const keys = callerKeys(seed);
  if (keys.some((key) => merged.named.has(key))) return false;
  return keys.some((key) => merged.reporting.has(key)) ? true : undefined;
}

function badgesOf(
  { seed, inbound, outbound }: NodeFacts,
  kind: NodeKind,
  config: NodeContext["configBadges"],
): NodeBadge[] {
  const badges = [...(config.get(`${seed.namespace}/${seed.service ?? seed.app ?? ""}`) ?? [])];
  if (outbound.edges > 0 && inbound.edges === 0 && kind !== "unknown") badges.push("root");
  return badges;
}

/** What is called is judged by what it answers; what only calls, by what became of its calls. */
function nodeHealth(
  { inbound, outbound, workloads }: NodeFacts,
  { kind, note, durationSec }: { kind: NodeKind; note: string | undefined; durationSec: number },
): Health {
  const judged = inbound.edges > 0 ? inbound : outbound;
  const sent = inbound.edges > 0 ? "" : " it sent";
  const parts: Health[] = [trafficHealth(judged, { durationSec, what: `requests${sent}` })];
  if (judged.connections > 0 || (judged.requests === 0 && judged.bytes > 0))
    parts.push(connectionHealth(judged, durationSec));
  const instances = workloads.reduce((sum, w) => sum + w.instances, 0);
  const up = instanceHealth(
    instances,
    workloads.reduce((sum, w) => sum + w.healthyInstances, 0),
  );
  if (up) parts.push(up);
  if (kind === "client" || kind === "unknown") parts.push({ status: "unknown", reasons: note ? [note] : [] });
  const health = worstHealth(parts);
  if (health.status === "idle")
    return { status: "idle", reasons: [`No traffic in the last ${spanWords(durationSec)}.`] };
  return health;
}

function connectionHealth(side: SideSums, durationSec: number): Health {
  if (side.connections === 0) return { status: "healthy", reasons: [] };
  const counts = { requests: side.connections, errors: side.failedConnections, clientErrors: 0 };
  return trafficHealth(counts, { durationSec, what: "connections" });
}
