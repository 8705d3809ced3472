import type { Path } from "../../path";
import type { DestinationRule } from "../../schema/destination-rule";
import type { TrafficPolicy } from "../../schema/traffic-policy";

/** Every block of traffic policy: the top one, each port's, each subset's and its ports'. */
export function eachPolicy(object: DestinationRule): { policy: TrafficPolicy; path: Path }[] {
  const tops: { policy: TrafficPolicy; path: Path }[] = [];
  if (object.spec.trafficPolicy) tops.push({ policy: object.spec.trafficPolicy, path: ["spec", "trafficPolicy"] });
  object.spec.subsets?.forEach(({ trafficPolicy }, i) => {
    if (trafficPolicy) tops.push({ policy: trafficPolicy, path: ["spec", "subsets", i, "trafficPolicy"] });
  });
  return tops.flatMap(({ policy, path }) => [
    { policy, path },
    ...(policy.portLevelSettings ?? []).map(({ port, ...parts }, i) => ({
      policy: parts,
      path: [...path, "portLevelSettings", i],
    })),
  ]);
}
