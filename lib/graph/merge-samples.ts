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
  /** copies of requests, apart; peers filled in */
  mirrored: EdgeSample[];
  /** every callerKeys of a caller without proxy -> how it was named */
  named: ReadonlyMap<string, NamedCaller>;
  /** callerKeys of all whose own proxy reported */
  reporting: ReadonlySet<string>;
}

/** A caller and a callee: what is known of how their traffic was seen. */
interface Pair {
  /** trust of the best origin that saw it */
  best: number;
  bySource: boolean;
  byDestination: boolean;
}

/** A sample with the pairs it counts for: caller and callee's workload, caller and callee's service. null when not known. */
interface Keyed {
  sample: EdgeSample;
  trust: number;
  anonymous: boolean;
  workloads: Pair | null;
  services: Pair | null;
}

/**
 * Chooses, for each caller and callee, the one origin and reporter that count, so that one request is counted once:
 * metrics beat spans; Envoy's caller side wins, its callee side stands only for callers without proxy; Istio's callee side wins,
 * its caller side adds what never arrived.
 */
export function mergeSamples(input: readonly EdgeSample[], registry: RegistryIndex): MergedSamples {
  const all = input.filter(isTraffic).map((sample) => resolveSample(sample, registry));
  const reporting = reportingCallers(all);
  const { samples, named } = nameUnknownCallers(all, { registry, reporting });
  const trusted = withPairs(samples).filter(originCounts);
  for (const item of trusted) noteReporter(item);
  return {
    samples: trusted.filter(reporterCounts).map(({ sample }) => sample),
    mirrored: input.filter(({ reporter }) => reporter === "mirrored").map((sample) => resolveSample(sample, registry)),
    named,
    reporting,
  };
}

/** The other reporters tell of the same requests in another way, or of copies, which nobody waits for. */
function isTraffic({ reporter }: EdgeSample): boolean {
  return reporter === "source" || reporter === "destination" || reporter === "span";
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

function withPairs(samples: readonly EdgeSample[]): Keyed[] {
  const byCaller = new Map<string, Map<string, Pair>>();
  return samples.map((sample) => {
    const trust = TRUST[sample.origin];
    const caller = callerKey(sample.source);
    let pairs = byCaller.get(caller);
    if (!pairs) {
      pairs = new Map();
      byCaller.set(caller, pairs);
    }
    const callee = calleeKeys(sample);
    return {
      sample,
      trust,
      anonymous: caller === "",
      workloads: pairOf(pairs, callee.workload, trust),
      services: pairOf(pairs, callee.service, trust),
    };
  });
}

function pairOf(pairs: Map<string, Pair>, callee: string, trust: number): Pair | null {
  if (!callee) return null;
  let pair = pairs.get(callee);
  if (!pair) {
    pair = { best: trust, bySource: false, byDestination: false };
    pairs.set(callee, pair);
  } else if (trust < pair.best) pair.best = trust;
  return pair;
}

function originCounts({ trust, workloads, services }: Keyed): boolean {
  return (workloads?.best ?? trust) >= trust && (services?.best ?? trust) >= trust;
}

function noteReporter({ sample, workloads, services }: Keyed): void {
  if (sample.reporter === "span") return;
  const side = sample.reporter === "source" ? "bySource" : "byDestination";
  if (workloads) workloads[side] = true;
  if (services) services[side] = true;
}

function reporterCounts({ sample, anonymous, workloads, services }: Keyed): boolean {
  if (sample.reporter === "span") return true;
  if (sample.origin === "istio") {
    if (sample.reporter === "destination") return true;
    return !(workloads ?? services)?.byDestination || neverArrived(sample.protocol, sample.code, sample.flags);
  }
  if (sample.reporter === "source" || anonymous) return true;
  return !workloads?.bySource && !services?.bySource;
}
