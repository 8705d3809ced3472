import { formatPath, type Path } from "../../path";
import type { WorkloadEntrySpec } from "../../schema/workload-entry";
import { error, type Problem } from "../rule";

/** What is wrong with one endpoint, in a ServiceEntry or a WorkloadEntry of its own. Source: istio validateWorkloadEntry. */
export function endpointProblems(code: string, endpoint: WorkloadEntrySpec, path: Path): Problem[] {
  const problems: Problem[] = [];
  if (!endpoint.address && !endpoint.network) {
    problems.push(error(code, path, `${formatPath(path)} has neither address nor network.`, "Set address."));
  }
  if (endpoint.weight !== undefined && endpoint.weight < 0) {
    problems.push(error(code, [...path, "weight"], `weight is ${endpoint.weight}; it is 0 or more.`));
  }
  for (const [name, port] of Object.entries(endpoint.ports ?? {})) {
    if (port < 1 || port > 65_535)
      problems.push(error(code, [...path, "ports", name], `Port ${port} does not lie between 1 and 65535.`));
  }
  return problems;
}
