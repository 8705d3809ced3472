import { levelOf } from "../../mtls/effective-mode";
import type { PeerAuthentication } from "../../schema/peer-authentication";
import { error, type Problem, type Rule } from "../rule";

/** Port modes: only with a selector (HED-PA-003), keyed by a port (HED-PA-004). */
export const portLevel: Rule<PeerAuthentication> = ({ spec }, _world, key) => {
  const ports = Object.keys(spec.portLevelMtls ?? {});
  const path = ["spec", "portLevelMtls"];
  const problems: Problem[] = [];
  if (ports.length > 0 && levelOf({ key, spec }) !== "workload")
    problems.push(
      error(
        "HED-PA-003",
        path,
        "Modes by port hold only in a policy with a selector; here they would do nothing.",
        "Add selector.matchLabels for the workload that has these ports.",
      ),
    );
  for (const port of ports) {
    const number = Number(port);
    if (/^\d+$/.test(port) && number >= 1 && number <= 65_535) continue;
    problems.push(
      error("HED-PA-004", [...path, port], `"${port}" is no port.`, "Write the number of the application's own port."),
    );
  }
  return problems;
};
