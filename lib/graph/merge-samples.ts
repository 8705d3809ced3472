import type { EdgeOrigin, EdgeSample } from "../model/edge-sample";
import { nameUnknownCallers } from "./name-unknown-callers";
import { neverArrived } from "./outcome";
import { calleeKeys, callerKey, callerKeys } from "./pair-keys";
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
  /** every callerKeys of a caller without proxy -> how it was named */
  named: ReadonlyMap<string, NamedCaller>;
  /** callerKeys of all whose own proxy reported */
  reporting: ReadonlySet<string>;
}

/** A sample with the pairs it counts for: caller and callee's workload, caller and callee's service. "" when not known. */
interface Keyed {
  sample: EdgeSample;
  anonymous: boolean;
  byWorkload: string;
  byService: string;
}

/**
 * Chooses, for each caller and callee, the one origin and reporter that count, so that one request is counted once:
 * metrics beat spans; Envoy's caller side wins, its callee side stands only for callers without proxy; Istio's callee side wins,
 * its caller side adds what never arrived.
 */
export function mergeSamples(input: readonly EdgeSample[], registry: RegistryIndex): MergedSamples {
  const all = input.map((sample) => resolveSample(sample, registry));
  const reporting = reportingCallers(all);
  const { samples, named } = nameUnknownCallers(all, { registry, reporting });
  const keyed = samples.map(keysOf);
  const best = bestOrigins(keyed);
  const trusted = keyed.filter((item) => originCounts(item, best));
  const reports = reportsOf(trusted);
  return {
    samples: trusted.filter((item) => reporterCounts(item, reports)).map(({ sample }) => sample),
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
  let last: EdgeSample["source"] | null = null;
  for (const { reporter, source } of samples) {
    if (reporter !== "source" || source === last) continue;
    last = source;
    for (const key of callerKeys(source)) keys.add(key);
  }
  return keys;
}

function keysOf(sample: EdgeSample): Keyed {
  const caller = callerKey(sample.source);
  const callee = calleeKeys(sample);
  return {
    sample,
    anonymous: caller === "",
    byWorkload: callee.workload && `${caller}>${callee.workload}`,
    byService: callee.service && `${caller}>${callee.service}`,
  };
}

/** Pair -> most trusted origin that saw it. */
function bestOrigins(items: readonly Keyed[]): Map<string, number> {
  const best = new Map<string, number>();
  const note = (key: string, trust: number) => {
    if (key && trust < (best.get(key) ?? Number.POSITIVE_INFINITY)) best.set(key, trust);
  };
  for (const { sample, byWorkload, byService } of items) {
    note(byWorkload, TRUST[sample.origin]);
    note(byService, TRUST[sample.origin]);
  }
  return best;
}

function originCounts({ sample, byWorkload, byService }: Keyed, best: ReadonlyMap<string, number>): boolean {
  const own = TRUST[sample.origin];
  return (best.get(byWorkload) ?? own) >= own && (best.get(byService) ?? own) >= own;
}

/** Pairs that the caller's side and the callee's side reported. */
interface Reports {
  bySource: ReadonlySet<string>;
  byDestination: ReadonlySet<string>;
}

function reportsOf(items: readonly Keyed[]): Reports {
  const bySource = new Set<string>();
  const byDestination = new Set<string>();
  for (const { sample, byWorkload, byService } of items) {
    if (sample.reporter === "span") continue;
    const set = sample.reporter === "source" ? bySource : byDestination;
    if (byWorkload) set.add(byWorkload);
    if (byService) set.add(byService);
  }
  return { bySource, byDestination };
}

function reporterCounts({ sample, anonymous, byWorkload, byService }: Keyed, reports: Reports): boolean {
  if (sample.reporter === "span") return true;
  if (sample.origin === "istio") {
    if (sample.reporter === "destination") return true;
    return (
      !reports.byDestination.has(byWorkload || byService) || neverArrived(sample.protocol, sample.code, sample.flags)
    );
  }
  if (sample.reporter === "source" || anonymous) return true;
  return !reports.bySource.has(byWorkload) && !reports.bySource.has(byService);
}
