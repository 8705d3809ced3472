import { levelOf, ROOT_NAMESPACE } from "../../mtls/effective-mode";
import type { PeerAuthentication } from "../../schema/peer-authentication";
import { hasLabels } from "../../world";
import { error, type Rule, warning } from "../rule";

/** Whom the policy selects: nobody (HED-PA-002), or nobody by Istio's rules (HED-PA-001). */
export const selector: Rule<PeerAuthentication> = ({ spec }, world, key) => {
  if (levelOf({ key, spec }) !== "workload") return [];
  const path = ["spec", "selector"];
  if (key.namespace === ROOT_NAMESPACE)
    return [
      error(
        "HED-PA-001",
        path,
        `A policy with a selector in ${ROOT_NAMESPACE} selects nothing: there only mesh-wide policies hold.`,
        "Take the selector out, or write the policy into the workloads' own namespace.",
      ),
    ];
  const labels = spec.selector?.matchLabels ?? {};
  if (world.workloads.some((one) => one.namespace === key.namespace && hasLabels(one.labels, labels))) return [];
  const wanted = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return [
    warning(
      "HED-PA-002",
      [...path, "matchLabels"],
      `No workload of ${key.namespace} has ${wanted.join(", ")}; the policy holds for nobody.`,
      "Check the labels against the list of workloads.",
    ),
  ];
};
