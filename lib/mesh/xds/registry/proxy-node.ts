import { z } from "zod";
import { parseHostPort } from "../host-port";
import { envoyAtLeast } from "./envoy-at-least";

const Label = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "not a DNS label (lower case letters, digits, -)");
const Ip = z.union([z.ipv4(), z.ipv6()], { message: "not an IP address" });
const PortText = z.coerce.number().int().min(1).max(65_535);

/**
 * Names go into hosts, domains and addresses that all other proxies get: one Envoy cannot take would have all of them
 * refuse. Struct numbers and strings both occur in hand-written bootstraps; our own writes strings.
 */
const Metadata = z.object({
  NAMESPACE: Label,
  WORKLOAD_NAME: Label,
  LABELS: z.record(z.string(), z.string()).default({}),
  CLUSTER_ID: z.string().default("local"),
  SERVICE: Label.optional(),
  SERVICE_PORT: PortText.optional(),
  APP_PORT: PortText.optional(),
  PROTOCOL: z.enum(["http", "http2", "grpc", "tcp"]).default("http"),
  ADDRESS: Ip.default("127.0.0.1"),
  INBOUND_PORT: PortText.optional(),
  OUTBOUND_PORT: PortText.optional(),
  ADMIN_PORT: PortText.optional(),
  ADMIN_ADDRESS: Ip.default("127.0.0.1"),
  TCP_UPSTREAMS: z.record(z.string(), PortText).default({}),
  GATEWAY: z.string().optional(),
  GATEWAY_PORT: PortText.optional(),
  GATEWAY_UPSTREAM: z.string().optional(),
  TRACE_PERCENT: z.coerce.number().min(0).max(100).default(100),
  ACCESS_LOG: z.string().default(""),
  SERVICE_ACCOUNT: Label.optional(),
});

const Served = z.object({
  service: z.string(),
  servicePort: z.number(),
  appPort: z.number(),
  inboundPort: z.number(),
  protocol: z.enum(["http", "http2", "grpc", "tcp"]),
});

/** What a proxy serves to others, absent for pure clients and gateways. */
export type ServedPort = z.infer<typeof Served>;

/** A connected proxy as its node metadata tells it. `id` is `<workload>-<n>.<namespace>`. */
export const ProxyNode = z.object({
  id: z.string(),
  nodeId: z.string(),
  namespace: z.string(),
  workload: z.string(),
  app: z.string(),
  version: z.string(),
  labels: z.record(z.string(), z.string()),
  meshName: z.string(),
  address: z.string(),
  envoyVersion: z.string().optional(),
  serves: Served.optional(),
  outboundPort: z.number().optional(),
  adminPort: z.number().optional(),
  adminAddress: z.string(),
  tcpUpstreams: z.array(z.object({ host: z.string(), port: z.number(), localPort: z.number() })),
  gateway: z.object({ port: z.number(), upstream: z.string() }).optional(),
  tracePercent: z.number(),
  accessLog: z.string(),
  /** what it says it runs as; its join token must agree */
  serviceAccount: z.string().optional(),
  /** its SPIFFE id once it is admitted: not from the metadata, which anyone can write */
  principal: z.string().optional(),
});
export type ProxyNode = z.infer<typeof ProxyNode>;

/** The wire's Node with its metadata already plain JSON. */
export interface RawNode {
  id: string;
  metadata: Record<string, unknown>;
  envoyVersion?: string;
}

/** The first Envoy with the stats access logger, out of which every edge is counted; older ones refuse all their listeners. */
const OLDEST_MINOR = 37;

function checkVersion({ id, envoyVersion }: RawNode): void {
  if (envoyVersion === undefined || envoyAtLeast(envoyVersion, OLDEST_MINOR)) return;
  throw new Error(
    `"${id}" runs Envoy ${envoyVersion}, which cannot count traffic as Heddle needs it; it needs 1.${OLDEST_MINOR} or newer`,
  );
}

/** Reads a node. Throws an Error that names the field which is wrong; the stream then answers INVALID_ARGUMENT. */
export function parseProxyNode(raw: RawNode): ProxyNode {
  checkVersion(raw);
  const id = raw.id.split("~")[2];
  if (!id) throw new Error(`node.id "${raw.id}" is not of the form sidecar~<ip>~<workload>-<n>.<namespace>~<domain>`);
  const parsed = Metadata.safeParse(raw.metadata);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`node.metadata.${issue?.path.join(".") ?? ""} of "${raw.id}": ${issue?.message ?? "not valid"}`);
  }
  const m = parsed.data;
  return {
    id,
    nodeId: raw.id,
    namespace: m.NAMESPACE,
    workload: m.WORKLOAD_NAME,
    app: m.LABELS.app ?? m.SERVICE ?? m.WORKLOAD_NAME,
    version: m.LABELS.version ?? "latest",
    labels: m.LABELS,
    meshName: m.CLUSTER_ID,
    address: m.ADDRESS,
    envoyVersion: raw.envoyVersion,
    serves: served(m, raw.id),
    outboundPort: m.OUTBOUND_PORT,
    adminPort: m.ADMIN_PORT,
    adminAddress: m.ADMIN_ADDRESS,
    tcpUpstreams: Object.entries(m.TCP_UPSTREAMS).map(([name, localPort]) => {
      const at = parseHostPort(name);
      if (!at) throw new Error(`node.metadata.TCP_UPSTREAMS of "${raw.id}": "${name}" is not host:port`);
      return { ...at, localPort };
    }),
    gateway: gatewayOf(m, raw.id),
    tracePercent: m.TRACE_PERCENT,
    accessLog: m.ACCESS_LOG,
    serviceAccount: m.SERVICE_ACCOUNT,
    principal: undefined,
  };
}

function served(m: z.output<typeof Metadata>, id: string): ServedPort | undefined {
  if (m.SERVICE === undefined) return undefined;
  if (m.APP_PORT === undefined) throw new Error(`node.metadata.APP_PORT of "${id}": a proxy with SERVICE needs it`);
  if (m.INBOUND_PORT === undefined)
    throw new Error(`node.metadata.INBOUND_PORT of "${id}": a proxy with SERVICE needs it`);
  return {
    service: m.SERVICE,
    servicePort: m.SERVICE_PORT ?? m.APP_PORT,
    appPort: m.APP_PORT,
    inboundPort: m.INBOUND_PORT,
    protocol: m.PROTOCOL,
  };
}

function gatewayOf(m: z.output<typeof Metadata>, id: string): ProxyNode["gateway"] {
  if (m.GATEWAY_PORT === undefined) return undefined;
  if (m.GATEWAY_UPSTREAM === undefined)
    throw new Error(`node.metadata.GATEWAY_UPSTREAM of "${id}": a gateway needs its default route`);
  return { port: m.GATEWAY_PORT, upstream: m.GATEWAY_UPSTREAM };
}

/** `workload;namespace;service;version;cluster`, Istio's form, put on endpoints so that callers' metrics name them. */
export function workloadTag(node: {
  workload: string;
  namespace: string;
  app: string;
  version: string;
  meshName: string;
}) {
  const parts = [node.workload, node.namespace, node.app, node.version, node.meshName];
  return parts.map((part) => part.replaceAll(";", "_")).join(";");
}
