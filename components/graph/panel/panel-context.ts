import type { ReactNode } from "react";
import type { Scope } from "@/lib/client/scope-params";
import type { Graph, GraphNode } from "@/lib/model/graph";
import type { PanelTab } from "../graph-url";

/** What every panel of the graph page is given. */
export interface PanelContext {
  graph: Graph;
  nodes: ReadonlyMap<string, GraphNode>;
  mesh: string;
  scope: Scope;
  durationSec: number;
  /** epoch ms; null: live */
  atMs: number | null;
  tab: PanelTab;
  onTab: (tab: PanelTab) => void;
  onSelect: (id: string | null) => void;
  /** more about a node, at the head of its panel */
  aboutNode?: ((node: GraphNode) => ReactNode) | undefined;
}

/** How the series query names a node of any graph type. */
export function seriesPeer(node: GraphNode) {
  if (node.workload && node.kind !== "app") return { namespace: node.namespace, workload: node.workload };
  if (node.kind === "box") return { namespace: node.namespace };
  if (node.app && node.version) return { namespace: node.namespace, app: node.app, version: node.version };
  if (node.app && node.id.startsWith("app/")) return { namespace: node.namespace, app: node.app };
  if (node.service) return { namespace: node.namespace, service: node.service };
  return { namespace: node.namespace, workload: node.workload ?? node.name };
}
