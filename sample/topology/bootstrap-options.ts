import type { BootstrapOptions } from "@/lib/mesh/xds/bootstrap-options";
import type { ProxyPorts } from "./proxy-ports";
import { GATEWAY, HTTP_PORT, REDIS_PORT, type SampleWorkload } from "./workloads";

/** Where the proxies find the control plane and the collector, and the mesh they belong to. */
export interface MeshAddresses {
  xds: string;
  otlp: string;
  mesh: string;
  /** admits a workload's proxy to its identity; undefined: it goes without */
  identity(namespace: string, workload: string): Pick<BootstrapOptions, "joinToken" | "xdsCa">;
}

/** What `bootstrap()` is told for a workload: the same as `npx heddle bootstrap` would be. */
export function workloadOptions(
  workload: SampleWorkload,
  ports: ProxyPorts,
  appPort: number,
  addresses: MeshAddresses,
): BootstrapOptions {
  const { identity, ...places } = addresses;
  return {
    ...places,
    ...identity(workload.namespace, workload.workload),
    workload: workload.workload,
    namespace: workload.namespace,
    service: workload.service,
    app: workload.app,
    version: workload.version,
    protocol: workload.protocol,
    servicePort: workload.protocol === "tcp" ? REDIS_PORT : HTTP_PORT,
    appPort,
    inboundPort: ports.inbound,
    outboundPort: ports.outbound,
    adminPort: ports.admin,
    tcpUpstreams: Object.entries(ports.tcp).map(([name, localPort]) => {
      const [host = "", port = ""] = name.split(":");
      return { host, port: Number(port), localPort };
    }),
    instance: "1",
    accessLog: "",
  };
}

/** The same for the edge gateway. `host`: the address it answers on. */
export function gatewayOptions(gatewayPort: number, adminPort: number, addresses: MeshAddresses): BootstrapOptions {
  const { identity, ...places } = addresses;
  return {
    ...places,
    ...identity(GATEWAY.namespace, GATEWAY.workload),
    workload: GATEWAY.workload,
    namespace: GATEWAY.namespace,
    app: GATEWAY.workload,
    version: GATEWAY.version,
    adminPort,
    gatewayPort,
    upstream: GATEWAY.upstream,
    instance: "1",
    accessLog: "",
  };
}
