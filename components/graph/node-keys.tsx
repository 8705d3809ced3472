"use client";

import { type KeyboardEvent, useRef } from "react";
import { HEALTH_WORD } from "@/components/ui/health-glyph";
import { rate } from "@/lib/client/format/rate";
import { type Arrow, arrowTarget } from "@/lib/graph/drawing/key-walk";
import type { Positions } from "@/lib/graph/layout/layout-model";
import type { Graph, GraphNode } from "@/lib/model/graph";
import { figureWords } from "./figure-words";
import { nodesById, nodeWords } from "./node-words";

/** The graph by keyboard and for readers: a button a node, by distance from where traffic starts; arrows follow edges. */
export function NodeKeys({
  order,
  graph,
  positions,
  onFocus,
  onOpen,
}: {
  order: readonly string[];
  graph: Graph;
  positions: Positions;
  onFocus: (id: string | null) => void;
  onOpen: (id: string) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  const nodes = nodesById(graph);
  const onKeyDown = (event: KeyboardEvent, id: string) => {
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    const next = arrowTarget(id, event.key as Arrow, { edges: graph.edges, positions });
    if (next) list.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus();
  };
  return (
    <ul ref={list} className="sr-only" aria-label="Nodes">
      {order.map((id) => {
        const node = nodes.get(id);
        return node ? (
          <li key={id}>
            <button
              type="button"
              data-node={id}
              onFocus={() => onFocus(id)}
              onBlur={() => onFocus(null)}
              onClick={() => onOpen(id)}
              onKeyDown={(event) => onKeyDown(event, id)}
            >
              {nodeSentence(node)}
            </button>
          </li>
        ) : null;
      })}
    </ul>
  );
}

function nodeSentence(node: GraphNode): string {
  const traffic = node.inbound.requests > 0 ? `, ${figureWords(rate(node.inbound.ratePerSec))} in` : "";
  return `${nodeWords(node)}, ${HEALTH_WORD[node.health.status]}${traffic}`;
}
