import type { VirtualService } from "../../schema/virtual-service";
import { hostIn } from "../../world";
import { hostFault } from "../host-grammar";
import { error, type Problem, type Rule } from "../rule";

/** HED-VS-001..004: hosts are there, well formed, named once, and no bare `*` inside the mesh. Source: istio ValidateVirtualService. */
export const hosts: Rule<VirtualService> = (object, world, key) => {
  const all = object.spec.hosts;
  if (all.length === 0) {
    return [
      error(
        "HED-VS-001",
        ["spec", "hosts"],
        "spec.hosts is empty, so this applies to nothing.",
        "Name the service, e.g. hosts: [reviews].",
      ),
    ];
  }
  const inMesh = !object.spec.gateways?.length || object.spec.gateways.includes("mesh");
  const seen = new Map<string, string>();
  return all.flatMap((host, i): Problem[] => {
    const path = ["spec", "hosts", i];
    const fault = hostFault(host);
    if (fault) return [error("HED-VS-002", path, `Host ${JSON.stringify(host)} ${fault}.`)];
    if (host === "*" && inMesh) {
      return [
        error(
          "HED-VS-004",
          path,
          'Host "*" would catch every request in the mesh.',
          "Name the hosts, or set gateways.",
        ),
      ];
    }
    const fqdn = hostIn(world, host, key.namespace);
    const first = seen.get(fqdn);
    seen.set(fqdn, host);
    if (first === undefined) return [];
    return [
      error(
        "HED-VS-003",
        path,
        `Host ${JSON.stringify(host)} is the same as ${JSON.stringify(first)} above.`,
        "Name it once.",
      ),
    ];
  });
};
