import { type ProxyNode, parseProxyNode } from "../registry/proxy-node";
import { type MeshState, scopeKey } from "./scope-resources";

/** One node for each set of resources that objects decide; without any proxy yet, a plain client stands for all. */
export function representatives(state: MeshState, nodes: readonly ProxyNode[]): ProxyNode[] {
  const distinct = new Map(
    nodes.map((node) => [JSON.stringify([scopeKey(state, node), node.gateway, node.tcpUpstreams]), node]),
  );
  if (distinct.size > 0) return [...distinct.values()];
  const metadata = { NAMESPACE: "default", WORKLOAD_NAME: "anyone", OUTBOUND_PORT: "1" };
  return [parseProxyNode({ id: "sidecar~127.0.0.1~anyone-1.default~default.svc.cluster.local", metadata })];
}
