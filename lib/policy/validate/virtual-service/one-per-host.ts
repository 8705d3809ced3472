import { objectName } from "../../object-name";
import { resolveHost } from "../../resolve-host";
import type { VirtualService } from "../../schema/virtual-service";
import { hostIn, namespacesOf, sameKey } from "../../world";
import { type Problem, type Rule, warning } from "../rule";

const inMesh = (object: VirtualService): boolean =>
  !object.spec.gateways?.length || object.spec.gateways.includes("mesh");

/** Namespaces an object of `namespace` is visible in; null: all. */
function scopeOf(object: VirtualService, namespace: string): Set<string> | null {
  const to = object.spec.exportTo;
  if (!to?.length || to.includes("*")) return null;
  return new Set(to.map((entry) => (entry === "." ? namespace : entry)));
}

const overlap = (a: Set<string> | null, b: Set<string> | null): boolean =>
  !a || !b || [...a].some((entry) => b.has(entry));

/** HED-VS-080: only one VirtualService of a host counts in a sidecar, the others are dropped. Source: IST0109, KIA1106. */
export const onePerHost: Rule<VirtualService> = (object, world, key) => {
  if (!inMesh(object)) return [];
  const names = namespacesOf(world);
  const scope = scopeOf(object, key.namespace);
  return object.spec.hosts.flatMap((host, i): Problem[] => {
    const fqdn = hostIn(world, host, key.namespace);
    return world.objects.flatMap((other): Problem[] => {
      if (other.object.kind !== "VirtualService" || sameKey(other.key, key) || !inMesh(other.object)) return [];
      if (!overlap(scope, scopeOf(other.object, other.key.namespace))) return [];
      if (!other.object.spec.hosts.some((one) => resolveHost(one, other.key.namespace, names) === fqdn)) return [];
      return [
        warning(
          "HED-VS-080",
          ["spec", "hosts", i],
          `${objectName(other.object.kind, other.key)} routes ${fqdn} as well. Proxies use the older of the two and drop the other (IST0109, KIA1106).`,
          "Put the routes of a host into one VirtualService.",
        ),
      ];
    });
  });
};
