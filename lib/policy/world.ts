import type { ConfigKey } from "../model/config-object";
import type { Service, Workload } from "../model/workload";
import { parseObject } from "./parse-object";
import { resolveHost } from "./resolve-host";
import type { DestinationRule, Subset } from "./schema/destination-rule";
import type { MeshObject } from "./schema/mesh-object";

export interface KnownObject {
  key: ConfigKey;
  object: MeshObject;
}

/** What an object is checked against: what the control plane knows now. */
export interface World {
  services: readonly Service[];
  workloads: readonly Workload[];
  objects: readonly KnownObject[];
}

/** Builds a world from stored texts. Objects that cannot be read any more are left out: they are no one's reference. */
export function worldOf(
  services: readonly Service[],
  workloads: readonly Workload[],
  stored: readonly { key: ConfigKey; yaml: string }[],
): World {
  const objects = stored.flatMap(({ key, yaml }) => {
    const { object } = parseObject(yaml, { namespace: key.namespace });
    return object ? [{ key, object }] : [];
  });
  return { services, workloads, objects };
}

export const sameKey = (a: ConfigKey, b: ConfigKey): boolean =>
  a.plural === b.plural && a.namespace === b.namespace && a.name === b.name;

/** The namespaces that hold services; they decide what `a.b` means. */
export const namespacesOf = (world: World): Set<string> => new Set(world.services.map((service) => service.namespace));

/** The FQDN of a host written in an object of `namespace`. */
export const hostIn = (world: World, host: string, namespace: string): string =>
  resolveHost(host, namespace, namespacesOf(world));

/** The service behind a host; undefined when the registry and the ServiceEntries know none. */
export function serviceOf(world: World, fqdn: string): Service | undefined {
  return world.services.find((service) => service.host === fqdn) ?? fromServiceEntry(world, fqdn);
}

function fromServiceEntry(world: World, fqdn: string): Service | undefined {
  for (const { key, object } of world.objects) {
    if (object.kind !== "ServiceEntry") continue;
    if (!object.spec.hosts.some((host) => hostCovers(host.toLowerCase(), fqdn))) continue;
    const ports = (object.spec.ports ?? []).map(({ number, name }) => ({ number, name, protocol: "http" as const }));
    return { namespace: key.namespace, name: fqdn, host: fqdn, ports, external: true, versions: [] };
  }
  return undefined;
}

/** Whether `pattern` (exact, or with a leading `*`) covers `host`. */
export function hostCovers(pattern: string, host: string): boolean {
  if (pattern === "*" || pattern === host) return true;
  return pattern.startsWith("*") && host.endsWith(pattern.slice(1));
}

/** The DestinationRules that speak of a host, exact ones before wildcards. */
export function destinationRulesOf(world: World, fqdn: string): { key: ConfigKey; object: DestinationRule }[] {
  const found: { key: ConfigKey; object: DestinationRule; exact: boolean }[] = [];
  for (const { key, object } of world.objects) {
    if (object.kind !== "DestinationRule") continue;
    const host = hostIn(world, object.spec.host, key.namespace);
    if (hostCovers(host, fqdn)) found.push({ key, object, exact: host === fqdn });
  }
  return found.sort((a, b) => Number(b.exact) - Number(a.exact));
}

/** The subsets of a host over all its DestinationRules. */
export const subsetsOf = (world: World, fqdn: string): Subset[] =>
  destinationRulesOf(world, fqdn).flatMap(({ object }) => object.spec.subsets ?? []);

/** The workloads that serve a service. */
export function workloadsOf(world: World, service: Pick<Service, "namespace" | "name">): Workload[] {
  return world.workloads.filter((one) => one.namespace === service.namespace && one.service === service.name);
}

export const hasLabels = (labels: Record<string, string>, wanted: Record<string, string>): boolean =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value);
