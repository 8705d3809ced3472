import { healthRank } from "@/lib/graph/health";
import { plaintextMarks } from "@/lib/graph/plaintext";
import type { Graph, GraphEdge } from "@/lib/model/graph";

export interface EdgeSection {
  id: "trouble" | "plaintext" | "healthy" | "idle";
  title: string;
  edges: GraphEdge[];
}

/** Worst first: by health, then by share of errors, then by rate. The order of the table and of the list on a phone. */
export function worstFirst(edges: readonly GraphEdge[]): GraphEdge[] {
  return [...edges].sort(
    (a, b) =>
      healthRank(a.health.status) - healthRank(b.health.status) ||
      b.errorRatio - a.errorRatio ||
      b.ratePerSec - a.ratePerSec ||
      b.bytesPerSec - a.bytesPerSec ||
      (a.id < b.id ? -1 : 1),
  );
}

/** Edges by what they need: trouble, plaintext, the rest; empty sections are left out. */
export function edgeSections(graph: Pick<Graph, "nodes" | "edges">): EdgeSection[] {
  const plaintext = plaintextMarks(graph);
  const sections: EdgeSection[] = [
    { id: "trouble", title: "Needs a look", edges: [] },
    { id: "plaintext", title: "Plaintext", edges: [] },
    { id: "healthy", title: "Healthy", edges: [] },
    { id: "idle", title: "Idle", edges: [] },
  ];
  for (const edge of worstFirst(graph.edges)) {
    const { status } = edge.health;
    const id =
      status === "failing" || status === "degraded"
        ? "trouble"
        : plaintext.has(edge.id)
          ? "plaintext"
          : status === "idle"
            ? "idle"
            : "healthy";
    sections.find((section) => section.id === id)?.edges.push(edge);
  }
  return sections.filter((section) => section.edges.length > 0);
}
