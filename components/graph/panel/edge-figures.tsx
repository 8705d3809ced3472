import { Stat } from "@/components/ui/stat";
import { bytes } from "@/lib/client/format/bytes";
import { duration } from "@/lib/client/format/duration";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import { count } from "@/lib/client/format/significant";
import type { GraphEdge } from "@/lib/model/graph";
import { figureWords } from "../figure-words";
import type { PanelContext } from "./panel-context";

/** Rate, errors and p95 of an edge, each compared with the other versions of the callee where there are some. */
export function EdgeFigures({ edge, context }: { edge: GraphEdge; context: PanelContext }) {
  const tone = edge.health.status === "failing" || edge.health.status === "degraded" ? edge.health.status : undefined;
  const cell = "border-border-1 [&+&]:border-l [&+&]:pl-3";
  if (edge.protocol === "tcp") {
    return (
      <div className="mt-3 grid grid-cols-3">
        <Stat className={cell} label="Bytes" {...bytes(edge.bytesPerSec, true)} note="both ways" />
        <Stat
          className={cell}
          label="Connections"
          {...rate(edge.ratePerSec)}
          note={`${count(Math.round(edge.requests))} in all`}
        />
        <Stat
          className={cell}
          label="Failed"
          {...percent(edge.errorRatio)}
          tone={edge.errorRatio > 0 ? tone : undefined}
        />
      </div>
    );
  }
  const others = siblings(edge, context);
  const p95 = edge.latencyMs.p95 === null ? { value: "–", unit: "" } : duration(edge.latencyMs.p95);
  return (
    <div className="mt-3 grid grid-cols-3">
      <Stat className={cell} label="Rate" {...rate(edge.ratePerSec)} note={shareNote(edge, context)} />
      <Stat
        className={cell}
        label="Errors"
        {...percent(edge.errorRatio)}
        tone={edge.errorRatio > 0 ? tone : undefined}
        note={others ? `${others.names}: ${figureWords(percent(others.errorRatio))}` : errorNote(edge)}
      />
      <Stat
        className={cell}
        label="p95"
        {...p95}
        note={others?.p95 == null ? medianNote(edge) : `${others.names}: ${figureWords(duration(others.p95))}`}
      />
    </div>
  );
}

function shareNote(edge: GraphEdge, { nodes }: PanelContext): string {
  const target = nodes.get(edge.target);
  if (edge.share < 1)
    return `${figureWords(percent(edge.share))} of ${target?.service ?? target?.app ?? target?.name ?? ""}`;
  return `${count(Math.round(edge.requests))} requests`;
}

function errorNote(edge: GraphEdge): string {
  return edge.clientErrorRatio > 0 ? `4xx: ${figureWords(percent(edge.clientErrorRatio))}` : "no 4xx";
}

function medianNote(edge: GraphEdge): string {
  return edge.latencyMs.p50 === null ? "" : `p50: ${figureWords(duration(edge.latencyMs.p50))}`;
}

/** The same caller's edges to the other versions of the callee, taken together. p95 is the worst of theirs, never a mean. */
function siblings(edge: GraphEdge, { graph, nodes }: PanelContext) {
  const target = nodes.get(edge.target);
  if (!target?.version || !target.app) return null;
  const others = graph.edges.filter((other) => {
    const node = nodes.get(other.target);
    return (
      other.id !== edge.id &&
      other.source === edge.source &&
      other.protocol === edge.protocol &&
      node?.app === target.app &&
      node?.namespace === target.namespace &&
      node?.version !== undefined
    );
  });
  const requests = others.reduce((sum, other) => sum + other.requests, 0);
  if (requests === 0) return null;
  const p95s = others.map((other) => other.latencyMs.p95).filter((p95) => p95 !== null);
  return {
    names: others.map((other) => nodes.get(other.target)?.version ?? "").join(", "),
    errorRatio: others.reduce((sum, other) => sum + other.errorRatio * other.requests, 0) / requests,
    p95: p95s.length > 0 ? Math.max(...p95s) : null,
  };
}
