import type { ConfigKey } from "../../../model/config-object";
import type { Finding } from "../../../model/finding";
import type { ServicePort } from "../../../model/workload";
import { objectName } from "../../../policy/object-name";
import type { ServiceEntrySpec } from "../../../policy/schema/service-entry";
import type { WorkloadEntrySpec } from "../../../policy/schema/workload-entry";
import { isIpLiteral } from "../host-port";
import type { Discovery, MeshEndpoint, MeshService, ServiceTable } from "./mesh-service";
import { type ProxyNode, workloadTag } from "./proxy-node";

interface Keyed<T> {
  key: ConfigKey;
  spec: T;
}

/** What the registry is made of: proxies that are there, and the entries people wrote. */
export interface RegistryInput {
  mesh: string;
  nodes: readonly ProxyNode[];
  serviceEntries: readonly Keyed<ServiceEntrySpec>[];
  workloadEntries: readonly Keyed<WorkloadEntrySpec>[];
  /** proxies to which callers are to speak mutual TLS, by id */
  offersTls?: (proxyId: string) => boolean;
}

/** Who an entry's endpoint is: labels decide as they do for pods. */
interface Identity {
  workload: string;
  namespace: string;
  app: string;
  version: string;
}

/**
 * Services by host. Proxies register theirs by node metadata; ServiceEntries add hosts, or endpoints and ports to a host
 * that is there already. Pure and independent of the order of its inputs.
 */
export function buildServices(input: RegistryInput): { services: ServiceTable; findings: Finding[] } {
  const services: ServiceTable = new Map();
  const findings: Finding[] = [];
  for (const node of sortBy(input.nodes, (node) => node.nodeId)) addProxy(services, node, input);
  const entries = sortBy(input.serviceEntries, ({ key }) => `${key.name}.${key.namespace}`);
  for (const entry of entries) addServiceEntry(services, findings, input, entry);
  for (const service of services.values()) service.ports.sort((a, b) => a.number - b.number);
  return { services, findings };
}

function sortBy<T>(list: readonly T[], key: (item: T) => string): T[] {
  return list
    .map((item) => ({ item, by: key(item) }))
    .sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
    .map(({ item }) => item);
}

/** The host under which a proxy's service is called. */
export function hostOfService(service: string, namespace: string): string {
  return `${service}.${namespace}.svc.cluster.local`;
}

function addProxy(services: ServiceTable, node: ProxyNode, input: RegistryInput): void {
  const { serves } = node;
  if (!serves) return;
  const host = hostOfService(serves.service, node.namespace);
  const service = getOrAdd(services, host, () => ({
    host,
    namespace: node.namespace,
    name: serves.service,
    external: false,
    discovery: "eds",
    ports: [],
    endpoints: new Map(),
    exportTo: undefined,
  }));
  addPort(service, {
    number: serves.servicePort,
    name: `${serves.protocol}-${serves.servicePort}`,
    protocol: serves.protocol,
  });
  const endpoint = fromProxy(node, input);
  if (endpoint) addEndpoint(service, serves.servicePort, endpoint);
}

function getOrAdd(services: ServiceTable, host: string, make: () => MeshService): MeshService {
  const known = services.get(host);
  if (known) return known;
  const made = make();
  services.set(host, made);
  return made;
}

function addPort(service: MeshService, port: ServicePort): void {
  if (!service.ports.some((known) => known.number === port.number)) service.ports.push(port);
}

/** The first to claim an address keeps it: two proxies cannot listen on one. */
function addEndpoint(service: MeshService, port: number, endpoint: MeshEndpoint): void {
  const list = service.endpoints.get(port) ?? [];
  if (list.some((known) => known.address === endpoint.address && known.port === endpoint.port)) return;
  list.push(endpoint);
  service.endpoints.set(port, list);
}

const PROTOCOLS: Record<string, ServicePort["protocol"]> = {
  HTTP: "http",
  HTTP2: "http2",
  GRPC: "grpc",
  "GRPC-WEB": "http",
  HTTPS: "tls",
  TLS: "tls",
};

function portProtocol(protocol: string | undefined, name: string): ServicePort["protocol"] {
  const written = protocol ?? name.split("-")[0] ?? "";
  return PROTOCOLS[written.toUpperCase()] ?? "tcp";
}

function discoveryOf(spec: ServiceEntrySpec): Discovery {
  if (spec.resolution === "DNS" || spec.resolution === "NONE" || spec.resolution === undefined) {
    return spec.workloadSelector ? "eds" : "strictDns";
  }
  return spec.resolution === "STATIC" ? "eds" : "logicalDns";
}

function addServiceEntry(
  services: ServiceTable,
  findings: Finding[],
  input: RegistryInput,
  { key, spec }: Keyed<ServiceEntrySpec>,
): void {
  const report = (path: string, message: string) =>
    findings.push({
      code: "HED-XDS-002",
      severity: "warning",
      object: objectName("ServiceEntry", key),
      path,
      message,
    });
  if (spec.resolution === "NONE" || spec.resolution === undefined)
    report(
      "spec.resolution",
      "NONE forwards to the caller's own address, which an explicit proxy does not have; DNS is used.",
    );
  if (spec.resolution === "DYNAMIC_DNS") report("spec.resolution", "DYNAMIC_DNS is served as DNS_ROUND_ROBIN.");
  if (spec.addresses?.length)
    report(
      "spec.addresses",
      "Proxies listen on ports of their own, not on service addresses; callers use the host name.",
    );
  for (const written of spec.hosts) {
    const host = written.toLowerCase();
    const discovery = discoveryOf(spec);
    if (host === "*" || (host.startsWith("*") && discovery !== "eds")) {
      report("spec.hosts", `${written}: a wildcard host cannot be looked up in DNS; it is left out.`);
      continue;
    }
    const [name, namespace] = meshName(host) ?? [host, key.namespace];
    const service = getOrAdd(services, host, () => ({
      host,
      namespace,
      name,
      external: spec.location !== "MESH_INTERNAL",
      discovery,
      ports: [],
      endpoints: new Map(),
      exportTo: spec.exportTo,
    }));
    for (const port of spec.ports ?? []) {
      addPort(service, { number: port.number, name: port.name, protocol: portProtocol(port.protocol, port.name) });
      for (const endpoint of endpointsOf(input, { key, spec }, host, port)) {
        // Envoy refuses the endpoints of a whole push over one name among addresses.
        if (service.discovery === "eds" && !isIpLiteral(endpoint.address))
          report("spec.endpoints", `${endpoint.address} is no IP address; with resolution STATIC it is left out.`);
        else addEndpoint(service, port.number, endpoint);
      }
    }
  }
}

/** `a.b.svc.cluster.local` is service a of namespace b, whoever writes the entry. */
function meshName(host: string): [name: string, namespace: string] | undefined {
  const found = /^([^.*]+)\.([^.]+)\.svc\.cluster\.local$/.exec(host);
  return found?.[1] && found[2] ? [found[1], found[2]] : undefined;
}

type EntryPort = NonNullable<ServiceEntrySpec["ports"]>[number];

function endpointsOf(
  input: RegistryInput,
  { key, spec }: Keyed<ServiceEntrySpec>,
  host: string,
  port: EntryPort,
): MeshEndpoint[] {
  const selector = spec.workloadSelector?.labels;
  if (selector) {
    const chosen = (labels: Record<string, string>) => Object.entries(selector).every(([k, v]) => labels[k] === v);
    const written = sortBy(
      input.workloadEntries.filter((entry) => entry.key.namespace === key.namespace && chosen(entry.spec.labels ?? {})),
      (entry) => entry.key.name,
    ).flatMap((entry) =>
      fromWorkload(entry.spec, identityOf(entry.spec, key.namespace, entry.key.name), port, input.mesh),
    );
    const proxies = sortBy(
      input.nodes.filter((node) => node.serves && node.namespace === key.namespace && chosen(node.labels)),
      (node) => node.nodeId,
    ).map((node) => fromProxy(node, input));
    return [...written, ...proxies.flatMap((endpoint) => endpoint ?? [])];
  }
  const named = spec.endpoints ?? [];
  if (named.length > 0)
    return named.flatMap((endpoint) =>
      fromWorkload(endpoint, identityOf(endpoint, key.namespace, key.name), port, input.mesh),
    );
  if (discoveryOf(spec) === "eds") return [];
  const self = { address: host };
  return fromWorkload(self, { workload: host, namespace: key.namespace, app: host, version: "" }, port, input.mesh);
}

function identityOf(spec: WorkloadEntrySpec, namespace: string, name: string): Identity {
  const labels = spec.labels ?? {};
  return { workload: name, namespace, app: labels.app ?? name, version: labels.version ?? "latest" };
}

function fromWorkload(spec: WorkloadEntrySpec, who: Identity, port: EntryPort, mesh: string): MeshEndpoint[] {
  if (spec.address === undefined) return [];
  return [
    {
      address: spec.address,
      port: spec.ports?.[port.name] ?? port.targetPort ?? port.number,
      labels: spec.labels ?? {},
      tag: workloadTag({ ...who, meshName: mesh }),
      weight: spec.weight ?? 1,
      workload: who.workload,
      namespace: who.namespace,
    },
  ];
}

function fromProxy(node: ProxyNode, { offersTls }: RegistryInput): MeshEndpoint | undefined {
  if (!node.serves) return undefined;
  return {
    address: node.address,
    port: node.serves.inboundPort,
    labels: node.labels,
    tag: workloadTag(node),
    weight: 1,
    workload: node.workload,
    namespace: node.namespace,
    ...(node.principal === undefined ? {} : { principal: node.principal }),
    ...(offersTls?.(node.id) ? { offersTls: true } : {}),
  };
}
