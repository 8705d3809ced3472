import type { SampleWorkload } from "./workloads";
import { WORKLOADS } from "./workloads";

/** The local ports of one workload's proxy. `tcp`: outbound port of each TCP upstream, by `host:port`. */
export interface ProxyPorts {
  inbound: number;
  outbound: number;
  admin: number;
  tcp: Record<string, number>;
}

function portsOf(workload: SampleWorkload, take: () => number): ProxyPorts {
  const upstreams = workload.tcpUpstreams ?? [];
  return {
    inbound: take(),
    outbound: take(),
    admin: take(),
    tcp: Object.fromEntries(upstreams.map(({ host, port }) => [`${host}:${port}`, take()])),
  };
}

/** How many ports `assignPorts` takes. */
export const PORTS_NEEDED = WORKLOADS.reduce((sum, workload) => sum + 3 + (workload.tcpUpstreams?.length ?? 0), 1);

/** Deals `free` out to the proxies in a fixed order. Throws when there are too few. */
export function assignPorts(free: readonly number[]): { gatewayAdmin: number; proxies: Map<string, ProxyPorts> } {
  let next = 0;
  const take = () => {
    const port = free[next++];
    if (port === undefined) throw new RangeError(`the sample mesh needs ${PORTS_NEEDED} ports`);
    return port;
  };
  const gatewayAdmin = take();
  return { gatewayAdmin, proxies: new Map(WORKLOADS.map((workload) => [workload.workload, portsOf(workload, take)])) };
}
