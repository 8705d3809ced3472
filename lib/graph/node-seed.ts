import type { GraphType } from "../model/graph";
import type { Peer } from "../model/workload";
import { isUnknownPeer } from "./pair-keys";
import type { RegistryIndex } from "./registry-index";

/** What a node stands for; decides its id. How it is drawn (gateway, store, client) is decided later, so ids stay. */
export type NodeSubject = "workload" | "app" | "version" | "service" | "external" | "unknown";

/** A node before traffic: who it is. */
export interface NodeSeed {
  id: string;
  subject: NodeSubject;
  namespace: string;
  name: string;
  app?: string;
  workload?: string;
  service?: string;
  version?: string;
}

export const UNKNOWN_CALLER: NodeSeed = {
  id: "unknown//caller",
  subject: "unknown",
  namespace: "",
  name: "unknown caller",
};
export const UNROUTED: NodeSeed = {
  id: "unknown//destination",
  subject: "unknown",
  namespace: "",
  name: "no destination",
};

/** Where traffic is summed whose peers have more distinct names than ingest keeps apart ("other", without a namespace). */
export const OTHERS: NodeSeed = { id: "unknown//other", subject: "unknown", namespace: "", name: "other names" };

/**
 * The node a peer belongs to in a graph of `type`. `host` is the name the caller asked for, "" for callers.
 * Ids are kind, namespace and name joined by "/", so the same peer has the same id in every call.
 */
export function seedOf(type: GraphType, peer: Peer, host: string, registry: RegistryIndex): NodeSeed {
  if (isUnknownPeer(peer)) return host ? externalSeed(peer.namespace, host) : UNROUTED;
  if (!peer.namespace && peer.workload === "other") return OTHERS;
  const service = peer.service ? registry.service(peer.namespace, peer.service) : undefined;
  if (!peer.workload && service?.external)
    return { ...externalSeed(peer.namespace, service.host), service: service.name };
  if (type === "workload") return workloadSeed(peer) ?? serviceSeed(peer) ?? appSeed(peer.namespace, peer.app);
  if (type === "service") return serviceSeed(peer) ?? workloadSeed(peer) ?? appSeed(peer.namespace, peer.app);
  const app = peer.app || appOfService(peer, registry);
  if (type === "versionedApp") {
    if (app && peer.version) return versionSeed(peer, app);
    if (!peer.workload && peer.service)
      return { ...serviceNode(peer.namespace, peer.service), ...(app ? { app } : {}) };
  }
  if (app) return appSeed(peer.namespace, app, peer.service);
  return workloadSeed(peer) ?? serviceNode(peer.namespace, peer.service);
}

/** The one app behind a service; "" when several or none serve it. */
function appOfService(peer: Peer, registry: RegistryIndex): string {
  const apps = new Set(registry.workloadsOf(peer.namespace, peer.service).map((w) => w.app));
  return apps.size === 1 ? ([...apps][0] ?? "") : "";
}

function externalSeed(namespace: string, host: string): NodeSeed {
  return { id: `external/${namespace}/${host}`, subject: "external", namespace, name: host };
}

function workloadSeed(peer: Peer): NodeSeed | null {
  if (!peer.workload) return null;
  const seed: NodeSeed = {
    id: `workload/${peer.namespace}/${peer.workload}`,
    subject: "workload",
    namespace: peer.namespace,
    name: peer.workload,
    workload: peer.workload,
  };
  return withKnown(seed, peer);
}

function withKnown(seed: NodeSeed, peer: Peer): NodeSeed {
  if (peer.app) seed.app = peer.app;
  if (peer.service) seed.service = peer.service;
  if (peer.version) seed.version = peer.version;
  return seed;
}

function serviceSeed(peer: Peer): NodeSeed | null {
  return peer.service ? serviceNode(peer.namespace, peer.service) : null;
}

function serviceNode(namespace: string, service: string): NodeSeed {
  return { id: `service/${namespace}/${service}`, subject: "service", namespace, name: service, service };
}

function appSeed(namespace: string, app: string, service = ""): NodeSeed {
  const seed: NodeSeed = { id: `app/${namespace}/${app}`, subject: "app", namespace, name: app, app };
  if (service) seed.service = service;
  return seed;
}

function versionSeed(peer: Peer, app: string): NodeSeed {
  const seed: NodeSeed = {
    id: `app/${peer.namespace}/${app}/${peer.version}`,
    subject: "version",
    namespace: peer.namespace,
    name: app,
    app,
    version: peer.version,
  };
  if (peer.workload) seed.workload = peer.workload;
  if (peer.service) seed.service = peer.service;
  return seed;
}
