import type { EdgeSample } from "../model/edge-sample";
import type { Peer } from "../model/workload";
import type { NamedCaller } from "./merge-samples";
import { calleeKeys, callerKey, callerKeys, isUnknownPeer } from "./pair-keys";
import type { RegistryIndex } from "./registry-index";

/** Spans lag metrics by a batch or two, so callers whose spans cover this share of what arrived are taken for all of it. */
const COVERS_ALL = 0.7;

interface Caller {
  peer: Peer;
  requests: number;
  estimated: boolean;
}

/**
 * Gives callers without a proxy their name. A proxy that is called by such a caller reports a request of unknown source;
 * when spans show callers of that callee that have no proxy, the requests are theirs, in the proportion the spans show.
 * Counts are only divided, never changed in sum; what the spans do not cover stays unknown.
 */
export function nameUnknownCallers(
  samples: readonly EdgeSample[],
  { registry, reporting }: { registry: RegistryIndex; reporting: ReadonlySet<string> },
): { samples: EdgeSample[]; named: Map<string, NamedCaller> } {
  const named = new Map<string, NamedCaller>();
  const unknown = unknownByCallee(samples);
  if (unknown.size === 0) return { samples: [...samples], named };
  const callers = spanCallers(samples, { unknown, registry, reporting });
  const out: EdgeSample[] = [];
  for (const sample of samples) {
    const list = isAnonymous(sample) ? callers.get(anonymousKey(sample)) : undefined;
    if (!list) {
      out.push(sample);
      continue;
    }
    out.push(...divide(sample, list, unknown.get(anonymousKey(sample)) ?? 0));
    for (const { peer } of list.values()) {
      for (const key of callerKeys(peer)) named.set(key, { key, evidence: "spans" });
    }
  }
  return { samples: out, named };
}

function isAnonymous(sample: EdgeSample): boolean {
  return sample.reporter === "destination" && isUnknownPeer(sample.source);
}

function anonymousKey(sample: EdgeSample): string {
  const callee = calleeKeys(sample);
  return callee.workload || callee.service;
}

function unknownByCallee(samples: readonly EdgeSample[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const sample of samples) {
    if (!isAnonymous(sample)) continue;
    const key = anonymousKey(sample);
    sums.set(key, (sums.get(key) ?? 0) + sample.count);
  }
  return sums;
}

/** Callee -> callers without proxy that spans saw calling it. */
function spanCallers(
  samples: readonly EdgeSample[],
  known: { unknown: ReadonlyMap<string, number>; registry: RegistryIndex; reporting: ReadonlySet<string> },
): Map<string, Map<string, Caller>> {
  const byCallee = new Map<string, Map<string, Caller>>();
  for (const sample of samples) {
    if (sample.reporter !== "span" || isUnknownPeer(sample.source)) continue;
    const caller = callerKey(sample.source);
    if (
      known.reporting.has(caller) ||
      known.registry.workload(sample.source.namespace, sample.source.workload)?.hasProxy
    )
      continue;
    const callee = calleeKeys(sample);
    const key = known.unknown.has(callee.workload) ? callee.workload : callee.service;
    if (!known.unknown.has(key)) continue;
    const callers = byCallee.get(key) ?? new Map<string, Caller>();
    byCallee.set(key, callers);
    const entry = callers.get(caller) ?? { peer: sample.source, requests: 0, estimated: false };
    callers.set(caller, entry);
    entry.requests += sample.count;
    entry.estimated ||= sample.estimated;
  }
  return byCallee;
}

function divide(sample: EdgeSample, callers: ReadonlyMap<string, Caller>, total: number): EdgeSample[] {
  const list = [...callers.values()];
  const seen = list.reduce((sum, caller) => sum + caller.requests, 0);
  const covered = seen >= total * COVERS_ALL || list.some((caller) => caller.estimated) ? 1 : seen / total;
  const parts = list.map((caller) => scaled(sample, (covered * caller.requests) / seen, caller.peer));
  if (covered < 1) parts.push(scaled(sample, 1 - covered, sample.source));
  return parts.filter((part) => part.count > 0 || part.bytesSent + part.bytesReceived > 0);
}

function scaled(sample: EdgeSample, factor: number, source: Peer): EdgeSample {
  if (factor === 1) return { ...sample, source };
  return {
    ...sample,
    source,
    count: sample.count * factor,
    latency: sample.latency.map((count) => count * factor),
    latencySumMs: sample.latencySumMs * factor,
    bytesSent: sample.bytesSent * factor,
    bytesReceived: sample.bytesReceived * factor,
  };
}
