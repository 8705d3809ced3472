import { mergeSamples } from "@/lib/graph/merge-samples";
import { type PlaintextTraffic, plaintextTraffic } from "@/lib/graph/plaintext-traffic";
import type { RegistryIndex } from "@/lib/graph/registry-index";
import type { Measured } from "@/lib/model/analysis";
import type { EdgeSample } from "@/lib/model/edge-sample";
import type { RolloutTarget } from "@/lib/model/rollout-plan";
import type { Peer } from "@/lib/model/workload";
import { addMeasured, isError } from "./add-measured";
import { emptyMeasured, type MeasuredSides, type PlaintextCaller } from "./rollout-metrics";

type Sums = Pick<MeasuredSides, "stable" | "canary" | "otherRequests" | "plaintext" | "knownRequests">;

/**
 * Sums the edge samples of a window by side of a target. Each request counts once, by the graph's own rule (mergeSamples), so that a verdict and the graph
 * agree; good and bad are the graph's outcome: 5xx, gRPC failures and requests without an answer are bad, the caller's own 4xx are not.
 */
export function sumSides(samples: readonly EdgeSample[], target: RolloutTarget, registry: RegistryIndex): Sums {
  const sides = sidesOf(target);
  const sums: Sums = { ...sides, otherRequests: 0, plaintext: [], knownRequests: 0 };
  const plaintext = new Map<string, PlaintextCaller>();
  for (const sample of mergeSamples(samples, registry).samples) {
    if (!reaches(sample.destination, target)) continue;
    const side = sideOf(sample, target, sums);
    if (side) addMeasured(side, sample, isError(sample));
    else sums.otherRequests += sample.count;
    if (sample.mtls === "mutual_tls") sums.knownRequests += sample.count;
  }
  for (const flow of plaintextTraffic(samples, registry)) {
    if (!reaches(flow.destination, target)) continue;
    sums.knownRequests += flow.requests;
    notePlaintext(plaintext, flow);
  }
  sums.plaintext = [...plaintext.values()].sort((a, b) => b.requests - a.requests || (a.name < b.name ? -1 : 1));
  return sums;
}

function sidesOf(target: RolloutTarget): { stable: Measured; canary: Measured } {
  if (target.kind === "mtls") return { stable: emptyMeasured(""), canary: emptyMeasured("") };
  return { stable: emptyMeasured(target.stable.version), canary: emptyMeasured(target.candidate.version) };
}

function reaches(destination: Peer, target: RolloutTarget): boolean {
  if (destination.namespace !== target.namespace) return false;
  if (target.kind === "mtls") return target.app === "" || destination.app === target.app;
  return destination.service === target.service;
}

function sideOf({ destination, protocol }: EdgeSample, target: RolloutTarget, sums: Sums): Measured | null {
  if (target.kind === "mtls") return sums.canary;
  if (protocol === "tcp") return null;
  if (destination.version === target.candidate.version) return sums.canary;
  return destination.version === target.stable.version ? sums.stable : null;
}

function notePlaintext(callers: Map<string, PlaintextCaller>, { source, requests }: PlaintextTraffic): void {
  const name = source.workload || source.service || source.app || "a caller without a name";
  const key = `${source.namespace}/${name}`;
  const known = callers.get(key);
  if (known) known.requests += requests;
  else callers.set(key, { namespace: source.namespace, name, requests });
}
