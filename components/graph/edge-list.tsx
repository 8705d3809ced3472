"use client";

import { ChevronRight } from "lucide-react";
import { useMemo } from "react";
import { TransportChip } from "@/components/ui/chip";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { bytes } from "@/lib/client/format/bytes";
import { duration } from "@/lib/client/format/duration";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import type { Graph, GraphEdge, GraphNode } from "@/lib/model/graph";
import { edgeSections } from "./edge-order";
import { figureWords } from "./figure-words";
import { edgeWords, nodesById } from "./node-words";

/** The graph on a phone: its edges in two lines each, worst first. */
export function EdgeList({
  graph,
  found,
  onSelect,
}: {
  graph: Graph;
  found: ReadonlySet<string> | null;
  onSelect: (id: string) => void;
}) {
  const nodes = useMemo(() => nodesById(graph), [graph]);
  const sections = useMemo(() => {
    const edges = found
      ? graph.edges.filter((edge) => found.has(edge.id) || found.has(edge.source) || found.has(edge.target))
      : graph.edges;
    return edgeSections({ nodes: graph.nodes, edges });
  }, [graph, found]);
  return (
    <div>
      {sections.map((section) => (
        <section key={section.id} aria-label={section.title}>
          <h2 className="px-4 pb-1.5 pt-3.5 text-xs font-semibold text-text-2">
            {section.title}{" "}
            <span className="font-medium text-text-3">
              {section.id === "trouble" ? `${section.edges.length} of ${graph.edges.length}` : section.edges.length}
            </span>
          </h2>
          <ul>
            {section.edges.map((edge) => (
              <li key={edge.id}>
                <EdgeItem edge={edge} nodes={nodes} plaintext={section.id === "plaintext"} onSelect={onSelect} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

interface ItemProps {
  edge: GraphEdge;
  nodes: ReadonlyMap<string, GraphNode>;
  plaintext: boolean;
  onSelect: (id: string) => void;
}

function EdgeItem({ edge, nodes, plaintext, onSelect }: ItemProps) {
  const unknown = nodes.get(edge.source)?.health.status === "unknown" && edge.health.status === "healthy";
  const loud =
    edge.errorRatio > 0
      ? edge.health.status === "failing"
        ? "font-medium text-failing-fg"
        : "font-medium text-degraded-fg"
      : "";
  return (
    <button
      type="button"
      onClick={() => onSelect(edge.id)}
      className="block w-full border-b border-border-1 bg-surface-1 px-4 py-[11px] text-left hover:bg-surface-2"
    >
      <span className="flex items-center gap-2">
        <HealthGlyph status={unknown ? "unknown" : edge.health.status} className="size-4" />
        <span className="min-w-0 flex-1 truncate font-medium">{edgeWords(edge, nodes)}</span>
        <ChevronRight className="size-4 text-text-3" aria-hidden="true" />
      </span>
      <span className="flex flex-wrap items-center gap-x-3.5 gap-y-1 pl-6 pt-1 text-sm text-text-2 tabular-nums">
        {edge.protocol === "tcp" ? (
          <span>TCP, {figureWords(bytes(edge.bytesPerSec, true))}</span>
        ) : (
          <>
            <span>{figureWords(rate(edge.ratePerSec))}</span>
            <span className={loud}>{figureWords(percent(edge.errorRatio))} errors</span>
            {edge.latencyMs.p95 === null ? null : <span>p95 {figureWords(duration(edge.latencyMs.p95))}</span>}
          </>
        )}
        {plaintext ? <TransportChip secure={false} /> : null}
      </span>
    </button>
  );
}
