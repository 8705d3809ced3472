import type { ProxyNode } from "../registry/proxy-node";
import type { ProxyRecord } from "../registry/proxy-registry";
import type { FleetProxy } from "./fleet-report";

/** A proxy of the mesh, whichever console it is connected to. */
export interface FleetMember {
  node: ProxyNode;
  connected: boolean;
  /** counts as an endpoint */
  inGrace: boolean;
  lastSeenMs: number;
  /** how it is known: by its own streams, or by another console's word */
  known: { here: ProxyRecord } | { told: FleetProxy };
}

/** A proxy that is connected here, or was lately. */
export function memberHere(record: ProxyRecord): FleetMember {
  const { node, streams, inGrace, lastSeenMs } = record;
  return { node, connected: streams.length > 0, inGrace, lastSeenMs, known: { here: record } };
}

/**
 * A proxy another console tells of. When that console is silent the proxy's stream is gone with it, but what it serves is not: it stays an endpoint
 * until the console's word is forgotten.
 */
export function memberTold(told: FleetProxy, silent: boolean): FleetMember {
  const { node, status, inGrace } = told;
  const heard = silent ? { ...told, status: { ...status, connected: false } } : told;
  const lastSeenMs = Date.parse(status.lastSeenAt);
  return { node, connected: status.connected && !silent, inGrace, lastSeenMs, known: { told: heard } };
}

/** Every proxy once, by id: one moves between consoles, and each keeps it for a while. What is connected tells most, then what was seen last. */
export function fleetMembers(all: Iterable<FleetMember>): Map<string, FleetMember> {
  const members = new Map<string, FleetMember>();
  for (const member of all) {
    const other = members.get(member.node.id);
    if (!other || tellsMore(member, other)) members.set(member.node.id, member);
  }
  return members;
}

/** Those that count as endpoints. */
export function endpointsOf(members: readonly FleetMember[]): ProxyNode[] {
  return members.flatMap(({ node, inGrace }) => (inGrace ? [node] : []));
}

function tellsMore(a: FleetMember, b: FleetMember): boolean {
  if (a.connected !== b.connected) return a.connected;
  if (a.inGrace !== b.inGrace) return a.inGrace;
  return a.lastSeenMs > b.lastSeenMs;
}
