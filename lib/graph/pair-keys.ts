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

/** Every key a caller may be asked for: by its workload, its app and its service. */
export function callerKeys(peer: { namespace: string; workload?: string; app?: string; service?: string }): string[] {
  const { namespace, workload, app, service } = peer;
  const keys = workload ? [`w:${namespace}/${workload}`] : [];
  if (app) keys.push(`s:${namespace}/${app}`);
  if (service && service !== app) keys.push(`s:${namespace}/${service}`);
  return keys;
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
