import type { EdgeOrigin, EdgeSample } from "../model/edge-sample";
import { nameUnknownCallers } from "./name-unknown-callers";
import { neverArrived } from "./outcome";
import { calleeKeys, callerKey, isUnknownPeer } from "./pair-keys";
import type { RegistryIndex } from "./registry-index";

/** Most trusted first: exact counters of the proxies, then what applications export, then spans. */
const TRUST: Record<EdgeOrigin, number> = { envoy: 0, istio: 1, otlp: 2, span: 3 };

/** A caller without a proxy, and the evidence that named it. */
export interface NamedCaller {
  key: string;
  evidence: "spans";
}

export interface MergedSamples {
  /** each request once; peers filled in from the registry */
  samples: EdgeSample[];
  /** callerKey -> how a caller without proxy was named */
  named: ReadonlyMap<string, NamedCaller>;
  /** callerKeys of workloads whose own proxy reported */
  reporting: ReadonlySet<string>;
}

/**
 * Chooses, for each caller and callee, the one origin and reporter that count, so that one request is counted once:
 * metrics beat spans; Envoy's caller side wins, its callee side stands only for callers without proxy; Istio's callee side wins,
 * its caller side adds what never arrived.
 */
export function mergeSamples(input: readonly EdgeSample[], registry: RegistryIndex): MergedSamples {
  const all = input.map((sample) => resolveSample(sample, registry));
  const reporting = reportingCallers(all);
  const { samples: renamed, named } = nameUnknownCallers(all, { registry, reporting });
  const best = bestOrigins(renamed);
  const reported = calleeReports(renamed);
  return {
    samples: renamed.filter((sample) => originCounts(sample, best) && reporterCounts(sample, reported)),
    named,
    reporting,
  };
}

function resolveSample(sample: EdgeSample, registry: RegistryIndex): EdgeSample {
  const source = registry.resolve(sample.source, "");
  const destination = registry.resolve(sample.destination, sample.destinationHost);
  return source === sample.source && destination === sample.destination ? sample : { ...sample, source, destination };
}

/** Callers whose own proxy (or own metrics) reported: these have no need of a name from spans. */
function reportingCallers(samples: readonly EdgeSample[]): Set<string> {
  const keys = new Set<string>();
  for (const sample of samples) {
    if (sample.reporter === "source" && !isUnknownPeer(sample.source)) keys.add(callerKey(sample.source));
  }
  return keys;
}

/** Caller + callee -> most trusted origin that saw them. Known both by workload and by service of the callee. */
function bestOrigins(samples: readonly EdgeSample[]): Map<string, number> {
  const best = new Map<string, number>();
  const note = (key: string, trust: number) => {
    const known = best.get(key);
    if (known === undefined || trust < known) best.set(key, trust);
  };
  for (const sample of samples) {
    const caller = callerKey(sample.source);
    const callee = calleeKeys(sample);
    if (callee.workload) note(`${caller}>${callee.workload}`, TRUST[sample.origin]);
    if (callee.service) note(`${caller}>${callee.service}`, TRUST[sample.origin]);
  }
  return best;
}

function originCounts(sample: EdgeSample, best: ReadonlyMap<string, number>): boolean {
  const caller = callerKey(sample.source);
  const callee = calleeKeys(sample);
  const own = TRUST[sample.origin];
  const byWorkload = callee.workload ? best.get(`${caller}>${callee.workload}`) : undefined;
  const byService = callee.service ? best.get(`${caller}>${callee.service}`) : undefined;
  return Math.min(byWorkload ?? own, byService ?? own) >= own;
}

/** Per metrics origin: which caller-callee pairs the caller's side and the callee's side reported. */
interface Reports {
  bySource: ReadonlySet<string>;
  byDestination: ReadonlySet<string>;
}

function calleeReports(samples: readonly EdgeSample[]): Reports {
  const bySource = new Set<string>();
  const byDestination = new Set<string>();
  for (const sample of samples) {
    if (sample.reporter === "span") continue;
    const set = sample.reporter === "source" ? bySource : byDestination;
    const caller = callerKey(sample.source);
    const callee = calleeKeys(sample);
    if (callee.workload) set.add(`${sample.origin}|${caller}>${callee.workload}`);
    if (callee.service) set.add(`${sample.origin}|${caller}>${callee.service}`);
  }
  return { bySource, byDestination };
}

function reporterCounts(sample: EdgeSample, reports: Reports): boolean {
  if (sample.reporter === "span") return true;
  const caller = callerKey(sample.source);
  const callee = calleeKeys(sample);
  const key = `${sample.origin}|${caller}>${callee.workload || callee.service}`;
  if (sample.origin === "istio") {
    if (sample.reporter === "destination") return true;
    return !reports.byDestination.has(key) || neverArrived(sample.protocol, sample.code, sample.flags);
  }
  if (sample.reporter === "source") return true;
  return (
    caller === "" ||
    !(reports.bySource.has(key) || reports.bySource.has(`${sample.origin}|${caller}>${callee.service}`))
  );
}
