import type { GraphView } from "../model/graph";
import type { Service } from "../model/workload";
import { type NodeSeed, seedOf } from "./node-seed";
import type { RegistryIndex } from "./registry-index";

/** A node for everything the registry knows in the view's namespaces, by id: those without traffic show as idle. */
export function idleSeeds(view: GraphView, registry: RegistryIndex): Map<string, NodeSeed> {
  const wanted = view.namespaces === null ? null : new Set(view.namespaces);
  const inView = (namespace: string) => wanted === null || wanted.has(namespace);
  const seeds = new Map<string, NodeSeed>();
  for (const workload of registry.workloads) {
    if (!inView(workload.namespace)) continue;
    const seed = seedOf(view.type, workload, "", registry);
    seeds.set(seed.id, { ...seeds.get(seed.id), ...seed });
  }
  if (view.type !== "service") return seeds;
  for (const service of registry.services) {
    if (!inView(service.namespace)) continue;
    const seed = seedOf("service", peerOf(service), service.host, registry);
    if (!seeds.has(seed.id)) seeds.set(seed.id, seed);
  }
  return seeds;
}

function peerOf(service: Service) {
  return { namespace: service.namespace, workload: "", app: "", service: service.name, version: "" };
}
