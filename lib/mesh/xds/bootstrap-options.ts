import { z } from "zod";
import { HostPortsText, HostPortText } from "./host-port";

const DnsLabel = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "lower case letters, digits and - only");
const Name = z.string().regex(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/, "letters, digits, - _ . only");
const Port = z.number().int().min(1).max(65_535);

/** Where a caller reaches a TCP service: `redis.platform:6379` on 127.0.0.1:`localPort`. */
export const TcpUpstream = z.object({
  host: z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/),
  port: Port,
  localPort: Port,
});
export type TcpUpstream = z.infer<typeof TcpUpstream>;

/** The parts `bootstrap()` takes. Ports must be free ones; the command line picks them. */
export const BootstrapOptions = z
  .object({
    workload: DnsLabel,
    namespace: DnsLabel,
    /** short name of the service the workload serves; absent for pure clients and gateways */
    service: DnsLabel.optional(),
    /** canonical service; default: service, else workload */
    app: Name.optional(),
    version: Name.default("latest"),
    /** further labels, for subsets, sourceLabels and selectors */
    labels: z.record(z.string(), z.string()).default({}),
    /** port the application listens on (127.0.0.1) */
    appPort: Port.optional(),
    /** port callers name; default: appPort */
    servicePort: Port.optional(),
    protocol: z.enum(["http", "http2", "grpc", "tcp"]).default("http"),
    /** IP on which others reach this proxy's inbound port */
    address: z.union([z.ipv4(), z.ipv6()]).default("127.0.0.1"),
    inboundPort: Port.optional(),
    outboundPort: Port.optional(),
    adminPort: Port,
    /** where Envoy's admin listens and the collector scrapes; anything but loopback must be firewalled */
    adminAddress: z.union([z.ipv4(), z.ipv6()]).default("127.0.0.1"),
    tcpUpstreams: z.array(TcpUpstream).default([]),
    gatewayPort: Port.optional(),
    /** default route of a gateway: `service.namespace` or `service.namespace:port` */
    upstream: z
      .string()
      .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?$/)
      .optional(),
    /** admits the proxy to its identity; a secret: the bootstrap is for its owner's eyes alone */
    joinToken: z
      .string()
      .regex(/^[\x21-\x7e]{1,500}$/, "a join token is one word")
      .optional(),
    /** what to trust on the xDS port (PEM roots, and the control plane's SPIFFE id); absent: the port is plain */
    xdsCa: z.object({ pem: z.string().includes("-----BEGIN CERTIFICATE-----"), spiffeId: z.string() }).optional(),
    /** what it runs as, last part of its principal; default: what the join token says */
    serviceAccount: DnsLabel.optional(),
    /** the xDS port; of several consoles of one mesh, with commas: a proxy goes to another one when its own is lost */
    xds: HostPortsText,
    otlp: HostPortText,
    /** name of the mesh, last part of the workload strings in metrics */
    mesh: DnsLabel.default("local"),
    /** tells instances of one workload apart; default: made of the address and a port */
    instance: DnsLabel.optional(),
    tracePercent: z.number().min(0).max(100).default(100),
    /** file or /dev/stdout; "" for none */
    accessLog: z.string().default("/dev/stdout"),
  })
  .superRefine((options, ctx) => {
    const fail = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
    if (options.service !== undefined) {
      if (options.appPort === undefined) fail("appPort", "a workload that serves needs the port its application has");
      if (options.inboundPort === undefined) fail("inboundPort", "a workload that serves needs an inbound port");
    }
    if (options.gatewayPort !== undefined && options.upstream === undefined)
      fail("upstream", "a gateway needs the service it leads to");
    if (options.gatewayPort === undefined && options.upstream !== undefined)
      fail("gatewayPort", "an upstream is the default route of a gateway; give its port");
  });
export type BootstrapOptions = z.input<typeof BootstrapOptions>;
export type ParsedBootstrapOptions = z.output<typeof BootstrapOptions>;
