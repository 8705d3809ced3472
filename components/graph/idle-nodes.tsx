import type { Graph } from "@/lib/model/graph";
import { nodeWords } from "./node-words";

const MOST = 40;

/** The nodes that no edge of the table names, so that the table holds all that the drawing does. */
export function IdleNodes({ graph, onSelect }: { graph: Graph; onSelect: (id: string) => void }) {
  const connected = new Set(graph.edges.flatMap((edge) => [edge.source, edge.target]));
  const idle = graph.nodes.filter((node) => node.kind !== "box" && !connected.has(node.id));
  if (idle.length === 0) return null;
  return (
    <section
      aria-label="Nodes without traffic"
      className="flex max-h-24 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 overflow-y-auto border-t border-border-1 bg-surface-1 px-3.5 py-2 text-xs text-text-2"
    >
      <h2 className="text-text-3">Without traffic</h2>
      {idle.slice(0, MOST).map((node) => (
        <button
          key={node.id}
          type="button"
          onClick={() => onSelect(node.id)}
          className="min-h-6 rounded-1 hover:text-text-1 hover:underline"
        >
          {nodeWords(node)}
        </button>
      ))}
      {idle.length > MOST ? <span className="text-text-3">{`${MOST} of ${idle.length}`}</span> : null}
    </section>
  );
}
