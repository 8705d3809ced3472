import type { EdgeSample } from "../model/edge-sample";
import type { Graph, GraphNode, GraphView, NodeBadge, SourceState } from "../model/graph";
import type { Service, Workload } from "../model/workload";
import { addBoxes } from "./boxes";
import { type EdgeSums, sumEdges } from "./edge-sums";
import { finishEdges } from "./finish-edges";
import { finishNodes } from "./finish-nodes";
import { idleSeeds } from "./idle-seeds";
import { mergeSamples } from "./merge-samples";
import { indexRegistry } from "./registry-index";

export interface BuildGraphInput {
  mesh: string;
  view: GraphView;
  /** the window the samples cover, after the source aligned it, as far as it is on record; rates are over it */
  window: { fromMs: number; toMs: number };
  samples: readonly EdgeSample[];
  sources: readonly SourceState[];
  services: readonly Service[];
  workloads: readonly Workload[];
  /** "namespace/service" -> badges of the configuration that steers it */
  configBadges?: ReadonlyMap<string, readonly NodeBadge[]>;
}

/**
 * Traffic samples and the registry -> the graph of one view. Pure and deterministic: nodes and edges are sorted by id.
 * Each request is counted once (merge-samples.ts). Units as in lib/model/graph.ts.
 */
export function buildGraph(input: BuildGraphInput): Graph {
  const { view, window } = input;
  const durationSec = Math.max(1, (window.toMs - window.fromMs) / 1000);
  const registry = indexRegistry(input.services, input.workloads);
  const merged = mergeSamples(input.samples, registry);
  const counted = merged.mirrored.length > 0 ? [...merged.samples, ...merged.mirrored] : merged.samples;
  const ordered = sumEdges(counted, view.type, registry).filter(carriesTraffic).sort(byId);
  const seeds = idleSeeds(view, registry);
  for (const edge of ordered) {
    for (const end of [edge.source, edge.target]) seeds.set(end.id, { ...seeds.get(end.id), ...end });
  }
  const nodes = finishNodes([...seeds.values()], {
    edges: ordered,
    registry,
    merged,
    durationSec,
    configBadges: input.configBadges ?? new Map(),
  });
  return {
    mesh: input.mesh,
    type: view.type,
    at: new Date(window.toMs).toISOString(),
    durationSec,
    partial: input.sources.some((source) => !source.ok),
    sources: [...input.sources],
    nodes: addBoxes(nodes, { type: view.type, edges: ordered, durationSec }).sort(byNodeId),
    edges: finishEdges(ordered, durationSec),
  };
}

function carriesTraffic(edge: EdgeSums): boolean {
  return edge.requests > 0 || edge.bytes > 0 || edge.mirrored > 0;
}

function byId(a: EdgeSums, b: EdgeSums): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function byNodeId(a: GraphNode, b: GraphNode): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
