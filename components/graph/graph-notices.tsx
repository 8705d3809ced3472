import { Ungroup } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Chip, HealthChip } from "@/components/ui/chip";
import { count } from "@/lib/client/format/significant";
import { age, clockOn } from "@/lib/client/format/time";
import type { Graph } from "@/lib/model/graph";
import type { GraphUrl, SetGraphUrl } from "./graph-url";
import type { GraphState } from "./use-graph";
import type { ShownGraph } from "./use-shown-graph";

/** What limits the picture, over its upper left corner: old, partial, folded, weak edges left out. */
export function GraphNotices({
  state,
  shown,
  url,
  set,
}: {
  state: GraphState;
  shown: ShownGraph;
  url: GraphUrl;
  set: SetGraphUrl;
}) {
  const { graph } = state;
  if (!graph) return null;
  const folded = shown.folded.size;
  return (
    <div className="pointer-events-none absolute left-3 top-3 z-10 flex flex-wrap items-center gap-2 [&>*]:pointer-events-auto">
      {state.stale ? (
        <HealthChip status="degraded">{`As of ${clockOn(Date.parse(graph.at))}, ${age(state.ageMs)} old`}</HealthChip>
      ) : null}
      {graph.partial ? <PartialChip sources={graph.sources} /> : null}
      {folded > 0 ? (
        <Chip>{`${folded} namespaces folded, ${count(shown.graph.nodes.filter((n) => n.kind !== "box").length)} nodes. Double-click one to unfold it`}</Chip>
      ) : null}
      {shown.leftOut.edges > 0 ? <Chip>{`${count(shown.leftOut.edges)} weak edges left out`}</Chip> : null}
      {shown.grouped ? (
        <Button size="small" onClick={() => set({ open: folded > 0 ? ["*"] : [] })}>
          <Ungroup aria-hidden="true" />
          {folded > 0 ? "Draw all" : "Fold namespaces"}
        </Button>
      ) : null}
      {shown.grouped && folded > 0 && url.open.length > 0 ? (
        <Button size="small" variant="ghost" onClick={() => set({ open: [] })}>
          Fold again
        </Button>
      ) : null}
    </div>
  );
}

function PartialChip({ sources }: { sources: Graph["sources"] }) {
  const answered = sources.filter((source) => source.ok).length;
  const why = sources
    .filter((source) => !source.ok)
    .map((source) => `${source.name}: ${source.error ?? "no answer"}`)
    .join("; ");
  return (
    <Chip tone="unknown" title={why}>
      {`${answered} of ${sources.length} sources answered: figures are at least this`}
    </Chip>
  );
}
