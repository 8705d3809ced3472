"use client";

import type { ColumnDef } from "@tanstack/react-table";
import { type ReactNode, useMemo } from "react";
import { HealthChip, TransportChip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { DataTable } from "@/components/ui/data-table";
import { Figure } from "@/components/ui/figure";
import { bytes } from "@/lib/client/format/bytes";
import { duration } from "@/lib/client/format/duration";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import { healthRank } from "@/lib/graph/health";
import type { Graph, GraphEdge, GraphNode } from "@/lib/model/graph";
import { worstFirst } from "./edge-order";
import { figureWords } from "./figure-words";
import { nodesById, nodeWords, PROTOCOL_WORDS } from "./node-words";
import { NodeName } from "./panel/node-name";

const RIGHT = { align: "right" } as const;

function latencyColumn(key: "p50" | "p95" | "p99"): ColumnDef<GraphEdge, unknown> {
  return {
    id: key,
    header: key,
    meta: RIGHT,
    accessorFn: (edge: GraphEdge) => edge.latencyMs[key] ?? -1,
    cell: ({ row }) => {
      const value = row.original.latencyMs[key];
      return value === null ? <span className="text-text-3">–</span> : <Figure {...duration(value)} />;
    },
  };
}

function ratioColumn(key: "errorRatio" | "clientErrorRatio", header: string): ColumnDef<GraphEdge, unknown> {
  return {
    id: key,
    header,
    meta: RIGHT,
    accessorFn: (edge: GraphEdge) => edge[key],
    cell: ({ row }) => {
      const edge = row.original;
      const loud = key === "errorRatio" && edge.errorRatio > 0;
      const tone = edge.health.status === "failing" ? "text-failing-fg" : "text-degraded-fg";
      return (
        <Figure
          {...percent(edge[key])}
          className={cn(edge[key] === 0 && "text-text-3", loud && `font-medium ${tone}`)}
        />
      );
    },
  };
}

function nameColumn(
  id: "source" | "target",
  header: string,
  nodes: ReadonlyMap<string, GraphNode>,
): ColumnDef<GraphEdge, unknown> {
  return {
    id,
    header,
    accessorFn: (edge: GraphEdge) => nodeWords(nodes.get(edge[id])),
    cell: ({ row }) => {
      const node = nodes.get(row.original[id]);
      return node ? (
        <span className="inline-flex items-center gap-2">
          <span className="font-medium">
            <NodeName node={node} />
          </span>
          <span className="text-xs text-text-3">{node.namespace}</span>
        </span>
      ) : null;
    },
  };
}

function columnsFor(nodes: ReadonlyMap<string, GraphNode>): ColumnDef<GraphEdge, unknown>[] {
  return [
    {
      id: "health",
      header: "Health",
      accessorFn: (edge: GraphEdge) => healthRank(edge.health.status),
      cell: ({ row }) => <HealthChip bare status={row.original.health.status} />,
    },
    nameColumn("source", "From", nodes),
    nameColumn("target", "To", nodes),
    {
      id: "protocol",
      header: "Protocol",
      accessorFn: (edge: GraphEdge) => edge.protocol,
      cell: ({ row }) => <span className="text-text-2">{PROTOCOL_WORDS[row.original.protocol]}</span>,
    },
    {
      id: "rate",
      header: "Rate",
      meta: RIGHT,
      accessorFn: (edge: GraphEdge) => edge.ratePerSec,
      cell: ({ row }) => {
        const edge = row.original;
        const figure = edge.protocol === "tcp" ? bytes(edge.bytesPerSec, true) : rate(edge.ratePerSec);
        return <Figure {...figure} value={`${edge.estimated ? "≈ " : ""}${figure.value}`} />;
      },
    },
    ratioColumn("errorRatio", "Errors"),
    ratioColumn("clientErrorRatio", "4xx"),
    latencyColumn("p50"),
    latencyColumn("p95"),
    latencyColumn("p99"),
    {
      id: "share",
      header: "Share",
      meta: RIGHT,
      accessorFn: (edge: GraphEdge) => edge.share,
      cell: ({ row }) => <Figure {...percent(row.original.share)} />,
    },
    {
      id: "mtls",
      header: "Transport",
      accessorFn: (edge: GraphEdge) => edge.mtlsShare ?? -1,
      cell: ({ row }) => <Transport share={row.original.mtlsShare} />,
    },
  ];
}

function Transport({ share }: { share: number | null }) {
  if (share === null) return <span className="text-text-3">–</span>;
  if (share === 1 || share === 0) return <TransportChip bare secure={share === 1} />;
  return (
    <TransportChip bare secure={false}>
      {figureWords(percent(1 - share))} plaintext
    </TransportChip>
  );
}

/** The graph as a table: the same edges, worst first, the same selection. */
export function EdgeTable({
  graph,
  selected,
  found,
  onSelect,
  empty,
}: {
  graph: Graph;
  selected: string | null;
  /** with a find expression only these; null: all */
  found: ReadonlySet<string> | null;
  onSelect: (id: string) => void;
  empty: ReactNode;
}) {
  const nodes = useMemo(() => nodesById(graph), [graph]);
  const columns = useMemo(() => columnsFor(nodes), [nodes]);
  const rows = useMemo(
    () =>
      worstFirst(
        found
          ? graph.edges.filter((edge) => found.has(edge.id) || found.has(edge.source) || found.has(edge.target))
          : graph.edges,
      ),
    [graph, found],
  );
  return (
    <DataTable
      label="Edges of the service graph"
      rows={rows}
      columns={columns}
      rowId={(edge) => edge.id}
      selectedId={selected ?? undefined}
      onRowClick={(edge) => onSelect(edge.id)}
      empty={empty}
      className="flex-1 bg-surface-1"
    />
  );
}
