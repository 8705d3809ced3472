import type { DestinationRule } from "../../schema/destination-rule";
import { hasLabels, hostIn, serviceOf, workloadsOf } from "../../world";
import { error, listOf, type Problem, type Rule, warning } from "../rule";

const NAME = /^[a-z0-9A-Z]([-a-z0-9A-Z_.]{0,61}[a-z0-9A-Z])?$/;

/** HED-DR-010..013: subset names are names and given once; each subset selects some workload. Source: istio validateSubset; IST0173, KIA0203, KIA0209. */
export const subsets: Rule<DestinationRule> = (object, world, key) => {
  const seen = new Set<string>();
  const service = serviceOf(world, hostIn(world, object.spec.host, key.namespace));
  const workloads = service && !service.external ? workloadsOf(world, service) : null;
  return (object.spec.subsets ?? []).flatMap(({ name, labels = {} }, i): Problem[] => {
    const path = ["spec", "subsets", i];
    if (!NAME.test(name))
      return [
        error(
          "HED-DR-013",
          [...path, "name"],
          `Subset name ${JSON.stringify(name)} is not a name of letters, digits, "-", "_" and ".".`,
        ),
      ];
    if (seen.has(name))
      return [
        error("HED-DR-010", [...path, "name"], `Subset ${JSON.stringify(name)} is defined twice.`, "Keep one of them."),
      ];
    seen.add(name);
    if (Object.keys(labels).length === 0) {
      return [
        warning(
          "HED-DR-011",
          path,
          `Subset ${JSON.stringify(name)} has no labels and so selects every workload of the service (KIA0209).`,
          "Give it labels, e.g. version: v1.",
        ),
      ];
    }
    if (!workloads || workloads.length === 0 || workloads.some((one) => hasLabels(one.labels, labels))) return [];
    const wanted = Object.entries(labels).map(([label, value]) => `${label}: ${value}`);
    const have = [...new Set(workloads.map((one) => one.version).filter(Boolean))];
    return [
      warning(
        "HED-DR-012",
        [...path, "labels"],
        `Subset ${JSON.stringify(name)} selects no workload: none of ${service?.name} has ${listOf(wanted)}${have.length ? `; there are the versions ${listOf(have)}` : ""}. Requests sent there get 503 (IST0173, KIA0203).`,
        "Correct the labels, or start the workload first.",
      ),
    ];
  });
};
