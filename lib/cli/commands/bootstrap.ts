import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import { stringify } from "yaml";
import { bootstrap } from "@/lib/mesh/xds/bootstrap";
import { type BootstrapOptions, TcpUpstream } from "@/lib/mesh/xds/bootstrap-options";
import { controlPlaneId } from "@/lib/mesh/xds/ca/spiffe-id";
import { freePorts } from "../free-ports";
import { fetchJoinToken } from "../join-token";
import { type CliSettings, cliSettings } from "../settings";
import type { CommandOf } from "./command-of";

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) throw new InvalidArgumentError("a port is 1 to 65535.");
  return value;
}

function tcpUpstream(text: string, previous: TcpUpstream[] = []): TcpUpstream[] {
  const match = text.match(/^([^:]+):(\d+)=(\d+)$/);
  const parsed = TcpUpstream.safeParse({ host: match?.[1], port: Number(match?.[2]), localPort: Number(match?.[3]) });
  if (!parsed.success) throw new InvalidArgumentError("write host:port=localPort, e.g. redis.platform:6379=16379.");
  return [...previous, parsed.data];
}

function label(text: string, previous: Record<string, string> = {}): Record<string, string> {
  const [key, value] = text.split("=", 2);
  if (!key || value === undefined) throw new InvalidArgumentError("write key=value.");
  return { ...previous, [key]: value };
}

interface Flags {
  workload: string;
  namespace: string;
  service?: string;
  app?: string;
  version?: string;
  label?: Record<string, string>;
  appPort?: number;
  servicePort?: number;
  protocol?: "http" | "http2" | "grpc" | "tcp";
  address?: string;
  inboundPort?: number;
  outboundPort?: number;
  adminPort?: number;
  tcpUpstream?: TcpUpstream[];
  gatewayPort?: number;
  upstream?: string;
  xds: string;
  otlp: string;
  mesh?: string;
  tracePercent?: number;
  accessLog?: string;
  serviceAccount?: string;
  joinToken?: string;
  maxProxies?: number;
  xdsCa?: string;
  xdsId?: string;
  output: "yaml" | "json";
}

/**
 * What makes the proxy someone: the token that is given, else one asked of the console, for which it takes an API token. Without
 * both it is printed all the same; whether such a proxy may join is for the mesh to say (HEDDLE_XDS_REQUIRE_TOKEN).
 */
async function identityOf(flags: Flags, settings: CliSettings): Promise<Pick<BootstrapOptions, "joinToken" | "xdsCa">> {
  const pem = flags.xdsCa === undefined ? undefined : await readFile(flags.xdsCa, "utf8");
  const given = pem === undefined ? {} : { xdsCa: { pem, spiffeId: flags.xdsId ?? controlPlaneId("cluster.local") } };
  if (flags.joinToken !== undefined) return { joinToken: flags.joinToken, ...given };
  if (settings.token === undefined) {
    console.error(
      "heddle: no join token: the proxy gets no identity. It talks plaintext, or is turned away where the mesh takes none without one.\n" +
        "→ Set HEDDLE_TOKEN (or --token) to have one made, or give one with --join-token.",
    );
    return given;
  }
  const made = await fetchJoinToken(settings, flags);
  return { joinToken: made.token, ...(made.xdsCa ? { xdsCa: made.xdsCa } : {}), ...given };
}

/** Ports nobody named: an inbound one only for a workload that serves, no outbound one for a gateway. */
async function withPorts(flags: Flags) {
  const free = await freePorts(3);
  return {
    adminPort: flags.adminPort ?? free[0],
    inboundPort: flags.inboundPort ?? (flags.service ? free[1] : undefined),
    outboundPort: flags.outboundPort ?? (flags.gatewayPort ? undefined : free[2]),
  };
}

/** `heddle bootstrap`: prints a bootstrap with which a stock Envoy joins the mesh. */
export const bootstrapCommand: CommandOf = (globals) =>
  new Command("bootstrap")
    .description("print a bootstrap with which a stock Envoy joins the mesh")
    .requiredOption("--workload <name>", "workload, e.g. reviews-v1")
    .requiredOption("--namespace <name>", "namespace")
    .option("--service <name>", "service it serves, e.g. reviews; none for a pure client or gateway")
    .option("--app <name>", "canonical service (default: the service)")
    .option("--version <version>", "version label, e.g. v1")
    .option("--label <key=value>", "further label; repeatable", label)
    .option("--app-port <port>", "port the application listens on", port)
    .option("--service-port <port>", "port callers name (default: the app port)", port)
    .option("--protocol <protocol>", "http, http2, grpc or tcp")
    .option("--address <ip>", "address others reach this proxy at (default 127.0.0.1)")
    .option("--inbound-port <port>", "port of the proxy for calls to the application", port)
    .option("--outbound-port <port>", "port of the proxy for calls into the mesh, by Host header", port)
    .option("--admin-port <port>", "port of Envoy's admin interface", port)
    .option("--tcp-upstream <host:port=localPort>", "local port that leads to a TCP service; repeatable", tcpUpstream)
    .option("--gateway-port <port>", "makes it an edge gateway that listens here", port)
    .option("--upstream <host>", "default service of a gateway, e.g. web.shop")
    .option("--service-account <name>", "last part of its principal (default: the workload)")
    .option("--join-token <token>", "admits it to its identity (default: asked of the console, with an API token)")
    .option("--max-proxies <n>", "how many proxies the token that is asked for may admit", Number)
    .option("--xds-ca <file>", "roots to trust on the xDS port (default: as the console says)")
    .option("--xds-id <spiffe id>", "the control plane's name on that port")
    .option(
      "--xds <host:port,...>",
      "Heddle's control plane; several consoles of one mesh with commas",
      "127.0.0.1:15010",
    )
    .option("--otlp <host:port>", "Heddle's collector, OTLP over gRPC", "127.0.0.1:4317")
    .option("--mesh <name>", "name of the mesh")
    .option("--trace-percent <percent>", "share of requests that are traced", Number)
    .option("--access-log <file>", "where access logs go; empty for nowhere")
    .option("-o, --output <format>", "yaml or json", "yaml")
    .action(async (flags: Flags) => {
      const { output, label: labels, tcpUpstream: tcpUpstreams, joinToken: _, xdsCa: __, ...rest } = flags;
      const identity = await identityOf(flags, cliSettings(globals()));
      const config = bootstrap({ ...rest, ...identity, labels, tcpUpstreams, ...(await withPorts(flags)) });
      process.stdout.write(
        output === "json" ? `${JSON.stringify(config, null, 2)}\n` : stringify(config, { lineWidth: 0 }),
      );
    });
