import type { Peer, Service, Workload } from "../model/workload";

/** The control plane's registry, made quick to ask. Keys are "namespace/name". */
export interface RegistryIndex {
  workload(namespace: string, name: string): Workload | undefined;
  service(namespace: string, name: string): Service | undefined;
  serviceByHost(host: string): Service | undefined;
  /** Workloads that serve a service (or app, when no service of that name exists). */
  workloadsOf(namespace: string, serviceOrApp: string): readonly Workload[];
  /** The peer with what the registry knows filled in; unknown parts stay "". */
  resolve(peer: Peer, host: string): Peer;
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
}

/** "reviews.shop.svc.cluster.local" -> reviews, shop; null for names outside the mesh. */
export function parseMeshHost(host: string): { service: string; namespace: string } | null {
  const bare = host.replace(/:\d+$/, "");
  const match = /^([a-z0-9-]+)\.([a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+)?)$/i.exec(bare);
  return match?.[1] && match[2] ? { service: match[1], namespace: match[2] } : null;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Indexes the registry once per build. */
export function indexRegistry(services: readonly Service[], workloads: readonly Workload[]): RegistryIndex {
  const byWorkload = new Map(workloads.map((w) => [`${w.namespace}/${w.workload}`, w]));
  const byService = new Map(services.map((s) => [`${s.namespace}/${s.name}`, s]));
  const byHost = new Map(services.map((s) => [s.host, s]));
  const members = new Map<string, Workload[]>();
  const byName = new Map<string, Workload[]>();
  for (const w of workloads) {
    if (w.service) push(members, `${w.namespace}/${w.service}`, w);
    if (w.app && w.app !== w.service) push(members, `${w.namespace}/${w.app}`, w);
    push(byName, w.workload, w);
  }
  const workloadsOf = (namespace: string, name: string) => members.get(`${namespace}/${name}`) ?? [];

  const resolved = new Map<Peer, Peer>();

  /** A peer that names its service and namespace is the same whatever host was asked for: it is resolved once. */
  function resolve(peer: Peer, host: string): Peer {
    if (host && !(peer.service && peer.namespace)) return resolveAnew(peer, host);
    let known = resolved.get(peer);
    if (!known) {
      known = resolveAnew(peer, host);
      resolved.set(peer, known);
    }
    return known;
  }

  function resolveAnew(peer: Peer, host: string): Peer {
    const { namespace, service } = withHost(peer, host);
    const known = findWorkload(peer.workload, namespace);
    if (!known)
      return namespace === peer.namespace && service === peer.service ? peer : { ...peer, namespace, service };
    return {
      namespace: known.namespace,
      workload: known.workload,
      app: known.app || peer.app,
      service: service || known.service,
      version: known.version || peer.version,
    };
  }

  /** Namespace and service of a peer, taken from the host where the peer itself lacks them. */
  function withHost(peer: Peer, host: string): { namespace: string; service: string } {
    if (!host || (peer.service && peer.namespace)) return peer;
    const known = byHost.get(host);
    const named = known ? { service: known.name, namespace: known.namespace } : parseMeshHost(host);
    if (!named) return peer;
    const same = !peer.namespace || peer.namespace === named.namespace;
    return { namespace: peer.namespace || named.namespace, service: peer.service || (same ? named.service : "") };
  }

  function findWorkload(name: string, namespace: string): Workload | undefined {
    if (!name) return undefined;
    if (namespace) return byWorkload.get(`${namespace}/${name}`);
    const named = byName.get(name);
    return named?.length === 1 ? named[0] : undefined;
  }

  return {
    workload: (namespace, name) => byWorkload.get(`${namespace}/${name}`),
    service: (namespace, name) => byService.get(`${namespace}/${name}`),
    serviceByHost: (host) => byHost.get(host),
    workloadsOf,
    resolve,
    workloads,
    services,
  };
}
