import { objectName } from "../../object-name";
import type { DestinationRule } from "../../schema/destination-rule";
import { destinationRulesOf, hostIn, sameKey } from "../../world";
import { type Problem, type Rule, warning } from "../rule";

/** HED-DR-015: two DestinationRules of one host with a subset of the same name, or two top policies. Source: KIA0201; istio merges, first wins. */
export const overlaps: Rule<DestinationRule> = (object, world, key) => {
  const fqdn = hostIn(world, object.spec.host, key.namespace);
  if (fqdn.startsWith("*") || object.spec.workloadSelector) return [];
  const others = destinationRulesOf(world, fqdn).filter(
    (one) => !sameKey(one.key, key) && !one.object.spec.workloadSelector,
  );
  return others.flatMap((other): Problem[] => {
    const name = objectName("DestinationRule", other.key);
    const theirs = new Set((other.object.spec.subsets ?? []).map((subset) => subset.name));
    return (object.spec.subsets ?? []).flatMap((subset, i) =>
      theirs.has(subset.name)
        ? [
            warning(
              "HED-DR-015",
              ["spec", "subsets", i],
              `${name} defines subset ${JSON.stringify(subset.name)} of ${fqdn} as well; the older one counts (KIA0201).`,
              "Keep the subsets of a host in one DestinationRule.",
            ),
          ]
        : [],
    );
  });
};
