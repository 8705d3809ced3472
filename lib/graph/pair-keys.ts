import type { EdgeSample } from "../model/edge-sample";
import type { Peer } from "../model/workload";

/** True when nothing is known of a peer. */
export function isUnknownPeer(peer: Peer): boolean {
  return !peer.workload && !peer.service && !peer.app;
}

const knownCallers = new WeakMap<Peer, string>();

/** Key of a peer as a caller: its workload, else its app or service. "" when unknown. Sources hand out one object a peer: its key is made once. */
export function callerKey(peer: Peer): string {
  let key = knownCallers.get(peer);
  if (key === undefined) {
    key = makeCallerKey(peer);
    knownCallers.set(peer, key);
  }
  return key;
}

function makeCallerKey(peer: Peer): string {
  if (peer.workload) return workloadKey(peer);
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

export interface CalleeKeys {
  workload: string;
  service: string;
}

const knownCallees = new WeakMap<Peer, CalleeKeys>();

/** Keys of a callee: its workload and its service (or app), each when known; else the host that was asked for. */
export function calleeKeys({ destination, destinationHost }: EdgeSample): CalleeKeys {
  if (!destination.service && !destination.app) {
    return { workload: workloadKey(destination), service: destinationHost ? `h:${destinationHost}` : "" };
  }
  let keys = knownCallees.get(destination);
  if (!keys) {
    const { namespace, service, app } = destination;
    keys = { workload: workloadKey(destination), service: `s:${namespace}/${service || app}` };
    knownCallees.set(destination, keys);
  }
  return keys;
}

function workloadKey({ namespace, workload }: Peer): string {
  return workload ? `w:${namespace}/${workload}` : "";
}
