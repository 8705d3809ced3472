"use client";

import { useMemo } from "react";
import { hideFromGraph } from "@/lib/graph/find/hide-from-graph";
import { matchFind } from "@/lib/graph/find/match-find";
import { type FindParse, parseFind } from "@/lib/graph/find/parse-find";
import { GROUP_FROM_NODES, groupGraph, nodeCount } from "@/lib/graph/group-graph";
import type { Graph } from "@/lib/model/graph";
import type { GraphUrl } from "./graph-url";

const GROUPED_EDGES = 500;

export interface ShownGraph {
  /** what is left after hiding, whole: the table's rows */
  graph: Graph;
  /** the same as drawn: big graphs folded by namespace */
  drawn: Graph;
  folded: ReadonlyMap<string, number>;
  leftOut: { edges: number; requests: number };
  /** too big to be drawn whole unless asked to */
  grouped: boolean;
  hidden: number;
  found: ReadonlySet<string>;
  foundNodes: number;
  foundEdges: number;
  find: FindParse;
  hide: FindParse;
}

/** The graph after find, hide, idle nodes and grouping, as the URL asks for. */
export function useShownGraph(
  graph: Graph | undefined,
  url: Pick<GraphUrl, "find" | "hide" | "idle" | "open">,
): ShownGraph | null {
  const { find: findText, hide: hideText, idle, open } = url;
  const find = useMemo(() => parseFind(findText), [findText]);
  const hide = useMemo(() => parseFind(hideText), [hideText]);
  const visible = useMemo(() => {
    if (!graph) return null;
    const shown = idle ? graph : withoutIdle(graph);
    return hideFromGraph(shown, hide.ok ? hide.expr : null);
  }, [graph, idle, hide]);
  const openKey = open.join(",");
  const grouping = useMemo(() => {
    if (!visible) return null;
    const big = nodeCount(visible.graph) > GROUP_FROM_NODES;
    const opened = new Set(openKey ? openKey.split(",") : []);
    if (!big || opened.has("*")) {
      return { drawn: visible.graph, folded: NONE_FOLDED, leftOut: NOTHING, grouped: big };
    }
    const grouped = groupGraph(visible.graph, { open: opened, maxEdges: GROUPED_EDGES });
    return { drawn: grouped.graph, folded: grouped.folded, leftOut: grouped.leftOut, grouped: true };
  }, [visible, openKey]);
  const found = useMemo(() => matchFind(grouping?.drawn ?? EMPTY, find.ok ? find.expr : null), [grouping, find]);
  return useMemo(() => {
    if (!visible || !grouping) return null;
    return {
      graph: visible.graph,
      hidden: visible.hidden,
      ...grouping,
      found: new Set([...found.nodes, ...found.edges]),
      foundNodes: found.nodes.size,
      foundEdges: found.edges.size,
      find,
      hide,
    };
  }, [visible, grouping, found, find, hide]);
}

const NONE_FOLDED: ReadonlyMap<string, number> = new Map();
const NOTHING = { edges: 0, requests: 0 };
const EMPTY = { nodes: [], edges: [] };

/** Without nodes that have no traffic, and boxes that held only such. */
function withoutIdle(graph: Graph): Graph {
  const connected = new Set(graph.edges.flatMap((edge) => [edge.source, edge.target]));
  const kept = graph.nodes.filter((node) => node.kind !== "box" && connected.has(node.id));
  const parents = new Map(graph.nodes.map((node) => [node.id, node.parent]));
  const boxes = new Set<string>();
  for (const node of kept) for (let id = node.parent; id && !boxes.has(id); id = parents.get(id)) boxes.add(id);
  const keptIds = new Set(kept.map((node) => node.id));
  return {
    ...graph,
    nodes: graph.nodes.filter((node) => (node.kind === "box" ? boxes.has(node.id) : keptIds.has(node.id))),
  };
}
