import { neverArrived } from "@/lib/graph/outcome";
import type { RegistryIndex } from "@/lib/graph/registry-index";
import type { EdgeSample } from "@/lib/model/edge-sample";
import type { TrafficTarget } from "@/lib/model/rollout-plan";
import { addMeasured, isError } from "./add-measured";
import { emptyMeasured, type MeasuredSides } from "./rollout-metrics";

/**
 * Sums what the callees' proxies saw in a window while requests are mirrored: the candidate by its copies, stable by what its users
 * asked. Callers throw the answers to copies away, so that only the callee's side can be compared; hence on both sides.
 */
export function sumCopies(
  samples: readonly EdgeSample[],
  target: TrafficTarget,
  registry: RegistryIndex,
): Pick<MeasuredSides, "stable" | "canary"> {
  const stable = emptyMeasured(target.stable.version);
  const canary = emptyMeasured(target.candidate.version);
  for (const sample of samples) {
    const { namespace, service, version } = registry.resolve(sample.destination, sample.destinationHost);
    if (namespace !== target.namespace || service !== target.service) continue;
    if (sample.reporter === "served" && version === stable.version) addMeasured(stable, sample, isError(sample));
    if (sample.reporter === "mirrored" && version === canary.version) addMeasured(canary, sample, copyFailed(sample));
  }
  return { stable, canary };
}

/** No user hangs up on a copy: where the caller's proxy waited for the answer no longer, the candidate was too slow. */
const copyFailed = (sample: EdgeSample): boolean =>
  isError(sample) || neverArrived(sample.protocol, sample.code, sample.flags);
