import type { ProxyIdentity, ProxyPropagation, ProxyStatus, ScrapeTarget } from "../../model/proxy";
import type { Peer, Service, Workload } from "../../model/workload";
import { covering } from "./ads/push-outcome";
import type { FleetMember } from "./fleet/fleet-members";
import type { MeshService, ServiceTable } from "./registry/mesh-service";
import type { ProxyNode } from "./registry/proxy-node";
import type { ProxyRecord } from "./registry/proxy-registry";

/** Services as the console shows them, by host. */
export function servicesView(services: ServiceTable): Service[] {
  return [...services.values()].map(serviceView).sort((a, b) => (a.host < b.host ? -1 : 1));
}

function serviceView(service: MeshService): Service {
  const versions = new Map<string, Set<string>>();
  for (const endpoint of [...service.endpoints.values()].flat()) {
    if (service.external && endpoint.labels.version === undefined) continue;
    const version = endpoint.labels.version ?? "latest";
    versions.set(version, (versions.get(version) ?? new Set()).add(endpoint.workload));
  }
  return {
    namespace: service.namespace,
    name: service.name,
    host: service.host,
    ports: service.ports,
    external: service.external,
    versions: [...versions]
      .map(([version, workloads]) => ({ version, workloads: [...workloads].sort() }))
      .sort((a, b) => (a.version < b.version ? -1 : 1)),
  };
}

export function peerOf(node: ProxyNode): Peer {
  const { namespace, workload, app, version } = node;
  return { namespace, workload, app, service: node.serves?.service ?? "", version };
}

/** Workloads with their instances: those behind proxies, then those that entries name. */
export function workloadsView(members: Iterable<FleetMember>, services: ServiceTable): Workload[] {
  const found = new Map<string, Workload>();
  for (const { node, connected, inGrace } of members) {
    if (!inGrace) continue;
    const id = `${node.namespace}/${node.workload}`;
    const known = found.get(id) ?? {
      ...peerOf(node),
      labels: node.labels,
      instances: 0,
      healthyInstances: 0,
      hasProxy: true,
      ...(node.gateway ? { gateway: true } : {}),
    };
    known.instances += 1;
    if (connected) known.healthyInstances += 1;
    found.set(id, known);
  }
  const behindProxies = new Set(found.keys());
  const counted = new Set<string>();
  for (const service of services.values()) {
    for (const endpoint of [...service.endpoints.values()].flat()) {
      const id = `${endpoint.namespace}/${endpoint.workload}`;
      const once = `${id}/${endpoint.address}`;
      if (service.external || behindProxies.has(id) || counted.has(once)) continue;
      counted.add(once);
      const [, , app = "", version = ""] = endpoint.tag.split(";");
      const { namespace, workload, labels } = endpoint;
      const known = found.get(id) ?? {
        ...{ namespace, workload, app, service: service.name, version, labels },
        ...{ instances: 0, healthyInstances: 0, hasProxy: false },
      };
      known.instances += 1;
      known.healthyInstances += 1;
      found.set(id, known);
    }
  }
  return [...found.values()].sort((a, b) => (`${a.namespace}/${a.workload}` < `${b.namespace}/${b.workload}` ? -1 : 1));
}

export function proxyView(
  { node, streams, connectedAtMs, lastSeenMs, duplicate }: ProxyRecord,
  identity: ProxyIdentity,
  accepts: NonNullable<ProxyStatus["accepts"]>,
): ProxyStatus {
  const connected = streams.length > 0;
  return {
    id: node.id,
    workload: node.workload,
    namespace: node.namespace,
    service: node.serves?.service ?? "",
    version: node.version,
    address: node.address,
    ...(node.adminPort === undefined ? {} : { adminAddress: `${node.adminAddress}:${node.adminPort}` }),
    ...(node.envoyVersion === undefined ? {} : { envoyVersion: node.envoyVersion }),
    connected,
    ...(connected ? { connectedAt: new Date(connectedAtMs).toISOString() } : {}),
    lastSeenAt: new Date(lastSeenMs).toISOString(),
    types: streams.at(-1)?.session.states() ?? {},
    identity,
    ...(node.serves ? { accepts } : {}),
    ...(duplicate ? { note: "Two proxies use this id at once; give each its own --instance." } : {}),
  };
}

/** What became of a revision at one proxy. */
export function propagationView({ node, connected, known: by }: FleetMember, revision: number): ProxyPropagation {
  const who = { proxyId: node.id, workload: node.workload, namespace: node.namespace };
  const known = "here" in by ? by.here.log.stateOf(revision) : covering(by.told.pushes, revision);
  const pending = known === undefined || known.state === "waiting" || known.state === "sent";
  if (pending && !connected) return { ...who, state: "disconnected" };
  if (!known) return { ...who, state: "waiting" };
  if (known.state !== "refused") return { ...who, state: known.state };
  const keeps = "here" in by ? by.here.streams.at(-1)?.session.keeps() : by.told.keeps;
  return {
    ...who,
    state: "refused",
    ...(known.reason === undefined ? {} : { reason: known.reason }),
    ...(keeps ? { keeps } : {}),
  };
}

/** Only what Heddle reads: the mesh series, the counters of TCP connections, and how long Envoy has been running; handshakes tell TCP connections with TLS. */
const READ =
  "^(mesh(_in|_plain)?[.]|cluster[.]outbound.*(upstream_cx_(total|rx_bytes_total|tx_bytes_total)|ssl[.]handshake)$|server[.]uptime$)";
const SCRAPE = `/stats/prometheus?usedonly&filter=${encodeURIComponent(READ)}`;

export function scrapeTarget(mesh: string, node: ProxyNode, services: ServiceTable): ScrapeTarget[] {
  if (node.adminPort === undefined) return [];
  const host = node.adminAddress.includes(":") ? `[${node.adminAddress}]` : node.adminAddress;
  return [
    {
      proxyId: node.id,
      url: `http://${host}:${node.adminPort}${SCRAPE}`,
      mesh,
      source: peerOf(node),
      ...(node.principal === undefined ? {} : { principal: node.principal }),
      outboundTcp: outboundTcp(services),
    },
  ];
}

/** TCP clusters behind which there is one workload only, so that connections can be told to go to it. */
function outboundTcp(services: ServiceTable): ScrapeTarget["outboundTcp"] {
  const found: ScrapeTarget["outboundTcp"] = {};
  for (const service of services.values()) {
    for (const port of service.ports.filter(({ protocol }) => protocol === "tcp" || protocol === "tls")) {
      const endpoints = service.endpoints.get(port.number) ?? [];
      const [first] = endpoints;
      if (!first || endpoints.some((one) => one.tag !== first.tag)) continue;
      const [workload = "", namespace = "", app = "", version = ""] = first.tag.split(";");
      found[`outbound|${port.number}||${service.host}`] = { namespace, workload, app, service: service.name, version };
    }
  }
  return found;
}
