import type { EdgeSample } from "../model/edge-sample";
import { type Peer, UNKNOWN_PEER } from "../model/workload";
import { mergeSamples } from "./merge-samples";
import { callerKey } from "./pair-keys";
import type { RegistryIndex } from "./registry-index";

/** Plaintext of one caller to one workload. UNKNOWN_PEER as source: nothing names the caller. */
export interface PlaintextTraffic {
  source: Peer;
  destination: Peer;
  /** requests; connections where `tcp` */
  requests: number;
  tcp: boolean;
}

/** Callers and callees are scraped at different moments: so much more than the named callers' own counts is nobody else's. */
const SKEW = 0.25;
const SKEW_REQUESTS = 20;

/**
 * Who talked plaintext to whom. Callers are named by the graph's rule (mergeSamples); that there was plaintext is decided by the
 * callees' listeners too, so a caller that hides from that rule, behind a forged header say, is left over without a name. Pure.
 */
export function plaintextTraffic(samples: readonly EdgeSample[], registry: RegistryIndex): PlaintextTraffic[] {
  const flows = new Map<string, PlaintextTraffic>();
  const merged = mergeSamples(samples, registry);
  // A copy of a request travels as the original does; the listener saw it too.
  for (const { mtls, count, source, destination, protocol } of [...merged.samples, ...merged.mirrored])
    if (mtls === "none" && count > 0) add(flows, { source, destination, requests: count, tcp: protocol === "tcp" });
  for (const seen of arrivals(samples, registry)) {
    const named = [...flows.values()]
      .filter(({ destination }) => idOf(destination) === idOf(seen.destination))
      .reduce((sum, { requests }) => sum + requests, 0);
    const rest = seen.requests - named;
    if (named === 0 || rest > Math.max(SKEW_REQUESTS, named * SKEW)) add(flows, { ...seen, requests: rest });
  }
  return [...flows.values()];
}

/** What each workload's listeners say, without who it was. */
function arrivals(samples: readonly EdgeSample[], registry: RegistryIndex): PlaintextTraffic[] {
  const seen = new Map<string, PlaintextTraffic>();
  for (const { reporter, destination, count, protocol } of samples) {
    if (reporter !== "inbound" || count <= 0) continue;
    const callee = registry.resolve(destination, "");
    add(seen, { source: UNKNOWN_PEER, destination: callee, requests: count, tcp: protocol === "tcp" });
  }
  return [...seen.values()];
}

function add(flows: Map<string, PlaintextTraffic>, flow: PlaintextTraffic): void {
  const key = `${callerKey(flow.source)} ${idOf(flow.destination)}`;
  const known = flows.get(key);
  if (known) known.requests += flow.requests;
  else flows.set(key, { ...flow });
}

function idOf({ namespace, workload, service, app }: Peer): string {
  return workload ? `w:${namespace}/${workload}` : `s:${namespace}/${service || app}`;
}
