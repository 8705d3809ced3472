import type { EdgeSample } from "../model/edge-sample";
import type { Peer } from "../model/workload";

/** True when nothing is known of a peer. */
export function isUnknownPeer(peer: Peer): boolean {
  return !peer.workload && !peer.service && !peer.app;
}

/** Key of a peer as a caller: its workload, else its app or service. "" when unknown. */
export function callerKey(peer: Peer): string {
  if (peer.workload) return `w:${peer.namespace}/${peer.workload}`;
  const name = peer.app || peer.service;
  return name ? `s:${peer.namespace}/${name}` : "";
}

/** Keys of a callee: its workload and its service (or app), each when known; else the host that was asked for. */
export function calleeKeys(sample: EdgeSample): { workload: string; service: string } {
  const { namespace, workload, service, app } = sample.destination;
  const name = service || app;
  return {
    workload: workload ? `w:${namespace}/${workload}` : "",
    service: name ? `s:${namespace}/${name}` : sample.destinationHost ? `h:${sample.destinationHost}` : "",
  };
}
