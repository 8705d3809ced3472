import type { Peer } from "../../model/workload";
import { parseNodeId, workloadOfPod } from "./workload-of-pod";

/** What a span and its resource say about who emitted it; "" where they say nothing. */
export interface EmitterFacts {
  serviceName: string;
  /** resource attributes by key, strings only */
  resource: ReadonlyMap<string, string>;
  proxy: boolean;
  nodeId: string;
  workload: string;
  canonicalService: string;
  canonicalRevision: string;
  istioNamespace: string;
}

const WORKLOAD_KEYS = [
  "istio.workload",
  "k8s.deployment.name",
  "k8s.statefulset.name",
  "k8s.daemonset.name",
  "k8s.cronjob.name",
  "k8s.job.name",
];

function first(resource: ReadonlyMap<string, string>, keys: readonly string[]): string {
  for (const key of keys) {
    const value = resource.get(key);
    if (value) return value;
  }
  return "";
}

/**
 * The workload key of a span: node id and istio.* tags first, then the resource's Kubernetes attributes, then the service name
 * (which proxies write as `name.namespace`). Source: the mesh rule of span to edge, step 2.
 */
export function spanEmitter(facts: EmitterFacts): Peer {
  const node = facts.nodeId === "" ? null : parseNodeId(facts.nodeId);
  const declared = first(facts.resource, ["k8s.namespace.name", "service.namespace"]);
  let name = facts.serviceName;
  let namespace = facts.istioNamespace || node?.namespace || declared;
  const dot = name.lastIndexOf(".");
  if (
    dot > 0 &&
    (facts.proxy ? namespace === "" || name.slice(dot + 1) === namespace : name.slice(dot + 1) === namespace)
  ) {
    namespace = name.slice(dot + 1);
    name = name.slice(0, dot);
  }
  const workload =
    facts.workload || first(facts.resource, WORKLOAD_KEYS) || (node ? workloadOfPod(node.pod) : "") || name;
  const service = facts.canonicalService || (workload === name && node ? "" : name);
  return {
    namespace,
    workload,
    app: service || workload,
    service,
    version: facts.canonicalRevision || first(facts.resource, ["service.version"]),
  };
}
