import { versionSeries } from "@/lib/client/version-series";
import type { ConfigObject } from "@/lib/model/config-object";
import type { ServiceDetail } from "@/lib/model/service-detail";
import type { Service } from "@/lib/model/workload";
import { parseObject } from "@/lib/policy/parse-object";
import { resolveHost } from "@/lib/policy/resolve-host";
import type { DestinationRule } from "@/lib/policy/schema/destination-rule";
import type { MeshObject } from "@/lib/policy/schema/mesh-object";

/** A version traffic can be shifted to. `subset` is its name in the objects, `version` the label people know. */
export interface ShiftVersion {
  subset: string;
  version: string;
  series: number;
}

/** What an edit starts from: the objects as they were read, which the push names by their versions. */
export interface ShiftBase {
  service: Service;
  virtualService: ConfigObject | null;
  destinationRule: ConfigObject | null;
  versions: readonly ShiftVersion[];
  /** subsets that some DestinationRule of the host defines */
  knownSubsets: readonly string[];
}

interface Read {
  stored: ConfigObject;
  object: MeshObject;
}

/** Picks out of a service's objects the ones its split is written in, and joins their subsets with the versions that run. */
export function shiftBase({ service, config }: ServiceDetail): ShiftBase {
  const read = config.flatMap((stored): Read[] => {
    const { object } = parseObject(stored.yaml, { namespace: stored.key.namespace });
    return object ? [{ stored, object }] : [];
  });
  const own = (host: string, { key }: ConfigObject) =>
    resolveHost(host, key.namespace, new Set([service.namespace])) === service.host;
  const routes = read.filter(
    ({ stored, object }) =>
      object.kind === "VirtualService" && isInMesh(object) && object.spec.hosts.some((host) => own(host, stored)),
  );
  const rules = read.filter(
    (one): one is Read & { object: DestinationRule } =>
      one.object.kind === "DestinationRule" && own(one.object.spec.host, one.stored),
  );
  const subsets = rules.flatMap(({ object }) => object.spec.subsets ?? []);
  const rule = rules.find(({ object }) => object.spec.subsets?.length) ?? rules[0];
  return {
    service,
    virtualService: oldest(routes)?.stored ?? null,
    destinationRule: rule?.stored ?? null,
    knownSubsets: subsets.map((subset) => subset.name),
    versions: versionsOf(
      service,
      subsets.map(({ name, labels }) => ({ subset: name, version: labels?.version ?? name })),
    ),
  };
}

const isInMesh = (object: Extract<MeshObject, { kind: "VirtualService" }>): boolean =>
  !object.spec.gateways?.length || object.spec.gateways.includes("mesh");

/** Proxies use the oldest of several for one host; so do we. */
const oldest = (routes: readonly Read[]): Read | undefined =>
  [...routes].sort((a, b) => a.stored.revision - b.stored.revision)[0];

function versionsOf(service: Service, subsets: readonly Omit<ShiftVersion, "series">[]): ShiftVersion[] {
  const running = service.versions.map((one) => one.version).filter(Boolean);
  const unnamed = running.filter((version) => !subsets.some((one) => one.version === version));
  const all = [...subsets, ...unnamed.map((version) => ({ subset: version, version }))];
  const unique = all.filter((one, i) => all.findIndex((other) => other.subset === one.subset) === i);
  const names = unique.map((one) => one.version);
  return unique
    .sort((a, b) => a.version.localeCompare(b.version, "en", { numeric: true }))
    .map((one) => ({ ...one, series: versionSeries(one.version, names) }));
}
