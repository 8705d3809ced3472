import type { NodeKind } from "../model/graph";
import type { Workload } from "../model/workload";
import type { SideSums } from "./finish-nodes";
import type { MergedSamples } from "./merge-samples";
import { type NodeSeed, OTHERS, UNKNOWN_CALLER, UNROUTED } from "./node-seed";
import { callerKeys } from "./pair-keys";
import type { RegistryIndex } from "./registry-index";

export interface NodeFacts {
  seed: NodeSeed;
  inbound: SideSums;
  outbound: SideSums;
  workloads: readonly Workload[];
  registry: RegistryIndex;
  merged: MergedSamples;
}

const GATEWAY_LABELS = ["gateway.networking.k8s.io/gateway-name", "istio.io/gateway-name", "heddle.dev/gateway"];

function isGateway(workload: Workload): boolean {
  if (workload.gateway) return true;
  const istio = workload.labels.istio ?? "";
  return GATEWAY_LABELS.some((label) => label in workload.labels) || /^(ingress|egress)gateway$/.test(istio);
}

/** How a node is drawn. The order matters: who it is comes before what its traffic looks like. */
export function nodeKind(facts: NodeFacts): NodeKind {
  const { seed, workloads } = facts;
  if (seed.subject === "unknown" || isPassthrough(seed)) return "unknown";
  if (seed.subject === "external") return "external";
  if (workloads.some(isGateway)) return "gateway";
  if (isClient(facts)) return "client";
  if (isStore(facts)) return "store";
  if (isOutside(facts)) return "external";
  return seed.subject === "version" ? "app" : seed.subject;
}

/** Names that Envoy gives to traffic for hosts it has no route to. */
function isPassthrough(seed: NodeSeed): boolean {
  return /^(PassthroughCluster|BlackHoleCluster|InboundPassthroughCluster)/.test(seed.name);
}

/** A caller that no proxy of ours stands before: named by spans, or registered without one. */
function isClient({ seed, inbound, outbound, workloads, registry, merged }: NodeFacts): boolean {
  if (inbound.edges > 0 || outbound.edges === 0) return false;
  if (workloads.length > 0) return workloads.every((w) => !w.hasProxy);
  const keys = callerKeys(seed);
  if (keys.some((key) => merged.named.has(key))) return true;
  return registry.workloads.length > 0 && !keys.some((key) => merged.reporting.has(key));
}

/** Takes TCP alone and calls nobody: a database, a cache, a queue. */
function isStore({ seed, inbound, outbound, registry }: NodeFacts): boolean {
  if (inbound.requests > 0 || outbound.edges > 0) return false;
  if (inbound.edges > 0) return inbound.connections > 0 || inbound.bytes > 0;
  const ports = registry.service(seed.namespace, seed.service ?? seed.name)?.ports ?? [];
  return ports.length > 0 && ports.every((port) => port.protocol === "tcp");
}

/** Called, but in no namespace and unknown to a registry that does know others: outside the mesh. */
function isOutside({ seed, outbound, workloads, registry }: NodeFacts): boolean {
  return seed.namespace === "" && outbound.edges === 0 && workloads.length === 0 && registry.workloads.length > 0;
}

/** Why a node is unknown or has no proxy, and what mends it. undefined: nothing to explain. */
export function nodeNote(facts: NodeFacts, kind: NodeKind): string | undefined {
  const { seed, merged } = facts;
  if (seed.id === UNKNOWN_CALLER.id) {
    return "Proxies of the mesh answered these requests, but no proxy sent them and no span names the caller. Put a proxy before it (heddle bootstrap), or let it send OTLP client spans.";
  }
  if (seed.id === UNROUTED.id) {
    return "These requests matched no route, so no destination was ever chosen. Check the host names the callers use against the services of the mesh.";
  }
  if (seed.id === OTHERS.id) {
    return "More distinct names came in than are counted apart; the traffic of the rest is summed here. Names that change with every request are the usual cause.";
  }
  if (kind === "unknown") return passthroughNote(seed);
  if (kind === "client") {
    const how = callerKeys(seed).some((key) => merged.named.has(key)) ? "Its own spans name it" : "Only spans show it";
    return `No proxy stands before it, so its calls are plaintext and no policy steers them. ${how}. To bring it in, start an Envoy from "heddle bootstrap --workload ${seed.workload ?? seed.name} --namespace ${seed.namespace || "default"}".`;
  }
  if (
    seed.subject === "service" &&
    facts.inbound.requests > 0 &&
    facts.workloads.length > 0 &&
    facts.inbound.errors === facts.inbound.requests
  ) {
    return "No instance took these requests: they failed in the caller's proxy before one was chosen.";
  }
  return undefined;
}

function passthroughNote(seed: NodeSeed): string {
  if (seed.name.startsWith("BlackHole")) {
    return "Proxies dropped this traffic: no service of the mesh has that host and outbound traffic is limited to known ones. A ServiceEntry for the host lets it through.";
  }
  return "This traffic went to hosts the mesh has no service for, unobserved and without policy. A ServiceEntry for the host gives it a name.";
}
