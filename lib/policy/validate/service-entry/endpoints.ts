import type { ServiceEntry } from "../../schema/service-entry";
import { error, type Problem, type Rule } from "../rule";
import { endpointProblems } from "./endpoint-problems";

/** HED-SE-020..022: endpoints fit the resolution and are whole. Source: CEL rules of the ServiceEntry CRD. */
export const endpoints: Rule<ServiceEntry> = (object) => {
  const { endpoints: all = [], workloadSelector, resolution = "NONE", ports = [] } = object.spec;
  const path = ["spec", "endpoints"];
  const problems: Problem[] = all.flatMap((endpoint, i) => endpointProblems("HED-SE-022", endpoint, [...path, i]));
  if (workloadSelector && all.length > 0) {
    problems.push(error("HED-SE-020", path, "workloadSelector and endpoints exclude each other.", "Keep one of them."));
  }
  if (resolution === "NONE" && all.length > 0) {
    problems.push(
      error(
        "HED-SE-021",
        path,
        "Resolution NONE passes requests on to where they were sent, so endpoints contradict it.",
        "Set resolution: STATIC.",
      ),
    );
  }
  if (resolution === "DNS_ROUND_ROBIN" && all.length > 1) {
    problems.push(error("HED-SE-021", path, `Resolution DNS_ROUND_ROBIN takes one endpoint; there are ${all.length}.`));
  }
  const names = new Set(ports.map((port) => port.name));
  all.forEach((endpoint, i) => {
    for (const name of Object.keys(endpoint.ports ?? {})) {
      if (!names.has(name))
        problems.push(
          error("HED-SE-022", [...path, i, "ports", name], `The entry has no port named ${JSON.stringify(name)}.`),
        );
    }
  });
  return problems;
};
