import { hostCovers, hostIn, type KnownObject, type World } from "../policy/world";

/** The objects that speak of a host: route it, shape calls to it, or define it; by kind, then namespace and name. */
export function objectsOfHost(world: World, fqdn: string): KnownObject[] {
  return world.objects
    .filter(({ key, object }) =>
      hostsNamed(object).some((host) => hostCovers(hostIn(world, host, key.namespace), fqdn)),
    )
    .sort((a, b) => sortKey(a).localeCompare(sortKey(b)));
}

function sortKey({ key, object }: KnownObject): string {
  return `${KIND_ORDER[object.kind]} ${key.namespace}/${key.name}`;
}

const KIND_ORDER = {
  VirtualService: 0,
  DestinationRule: 1,
  ServiceEntry: 2,
  WorkloadEntry: 3,
  PeerAuthentication: 4,
} as const;

function hostsNamed(object: KnownObject["object"]): readonly string[] {
  switch (object.kind) {
    case "VirtualService":
    case "ServiceEntry":
      return object.spec.hosts ?? [];
    case "DestinationRule":
      return [object.spec.host];
    case "WorkloadEntry":
    case "PeerAuthentication":
      return [];
  }
}
