import { cn } from "@/components/ui/cn";
import { Figure } from "@/components/ui/figure";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { bytes } from "@/lib/client/format/bytes";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import type { GraphEdge } from "@/lib/model/graph";
import { worstFirst } from "../edge-order";
import { nodeWords } from "../node-words";
import type { PanelContext } from "./panel-context";

const MOST = 12;

/** Callers or callees of a node, worst first; a row selects the edge between. */
export function NeighbourList({
  title,
  edges,
  end,
  context,
}: {
  title: string;
  edges: readonly GraphEdge[];
  end: "source" | "target";
  context: PanelContext;
}) {
  if (edges.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="mb-1 mt-3 text-xs font-semibold text-text-2">{title}</h3>
      <ul>
        {worstFirst(edges)
          .slice(0, MOST)
          .map((edge) => (
            <li key={edge.id}>
              <button
                type="button"
                onClick={() => context.onSelect(edge.id)}
                className="-mx-1.5 flex h-7 w-[calc(100%+12px)] items-center gap-2 rounded-1 px-1.5 text-left hover:bg-surface-2 max-sm:h-11"
              >
                <HealthGlyph status={edge.health.status} />
                <span className="min-w-0 flex-1 truncate">{nodeWords(context.nodes.get(edge[end]))}</span>
                {edge.protocol === "tcp" ? (
                  <Figure {...bytes(edge.bytesPerSec, true)} />
                ) : (
                  <>
                    <Figure {...rate(edge.ratePerSec)} />
                    <Figure
                      {...percent(edge.errorRatio)}
                      className={cn("w-14 text-right", edge.errorRatio > 0 ? toneOf(edge) : "text-text-3")}
                    />
                  </>
                )}
              </button>
            </li>
          ))}
      </ul>
      {edges.length > MOST ? (
        <p className="text-xs text-text-3">{`${MOST} of ${edges.length}; the table has all.`}</p>
      ) : null}
    </section>
  );
}

function toneOf(edge: GraphEdge): string {
  return edge.health.status === "failing" ? "font-medium text-failing-fg" : "font-medium text-degraded-fg";
}
