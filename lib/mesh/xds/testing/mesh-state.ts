import type { ConfigKey } from "../../../model/config-object";
import type { Finding } from "../../../model/finding";
import type { DestinationRuleSpec } from "../../../policy/schema/destination-rule";
import type { VirtualServiceSpec } from "../../../policy/schema/virtual-service";
import { buildServices } from "../registry/build-services";
import { type ProxyNode, parseProxyNode } from "../registry/proxy-node";
import type { Scope, Stored } from "../translate/context";
import { type MeshState, scopeResources } from "../translate/scope-resources";

/** A proxy node as its bootstrap would tell it. */
export function node(workload: string, metadata: Record<string, unknown> = {}, namespace = "default"): ProxyNode {
  return parseProxyNode({
    id: `sidecar~127.0.0.1~${workload}-1.${namespace}~${namespace}.svc.cluster.local`,
    metadata: { NAMESPACE: namespace, WORKLOAD_NAME: workload, OUTBOUND_PORT: "15001", ...metadata },
  });
}

/** A proxy that serves `service` at port 9080. */
export function serving(service: string, version: string, inboundPort: number, namespace = "default"): ProxyNode {
  const metadata = {
    SERVICE: service,
    SERVICE_PORT: "9080",
    APP_PORT: "8000",
    INBOUND_PORT: String(inboundPort),
    LABELS: { app: service, version },
  };
  return node(`${service}-${version}`, metadata, namespace);
}

function key(plural: string, name: string, namespace: string): ConfigKey {
  return { group: "networking.istio.io", version: "v1", plural, namespace, name };
}

export function virtualService(
  name: string,
  spec: VirtualServiceSpec,
  namespace = "default",
): Stored<VirtualServiceSpec> {
  return { key: key("virtualservices", name, namespace), spec };
}

export function destinationRule(
  name: string,
  spec: DestinationRuleSpec,
  namespace = "default",
): Stored<DestinationRuleSpec> {
  return { key: key("destinationrules", name, namespace), spec };
}

export function meshState(
  nodes: ProxyNode[],
  virtualServices: Stored<VirtualServiceSpec>[] = [],
  destinationRules: Stored<DestinationRuleSpec>[] = [],
): MeshState {
  const { services } = buildServices({ mesh: "local", nodes, serviceEntries: [], workloadEntries: [] });
  return { services, virtualServices, destinationRules, trustDomain: "cluster.local", mirrorMark: "the mark" };
}

/** Translates for one scope and gathers the findings. */
export function translate(state: MeshState, scope: Partial<Scope> = {}) {
  const findings: Finding[] = [];
  const made = scopeResources(state, { namespace: "default", labels: {}, identity: false, ...scope }, (finding) =>
    findings.push(finding),
  );
  return { ...made, findings };
}
