import { bytes } from "@/lib/client/format/bytes";
import { duration } from "@/lib/client/format/duration";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import type { GraphEdge } from "@/lib/model/graph";
import { figureWords } from "../figure-words";
import type { EdgeFigure } from "../graph-url";

export interface LabelPart {
  text: string;
  tone: "strong" | "quiet" | "degraded" | "failing";
}

/** What a label says of an edge: the wanted figures, rate first and strong, errors in their colour. */
export function edgeLabelParts(edge: GraphEdge, wanted: readonly EdgeFigure[]): LabelPart[] {
  const parts: LabelPart[] = [];
  const add = (text: string, tone: LabelPart["tone"]) => parts.push({ text, tone });
  const about = edge.estimated ? "≈" : "";
  if (edge.protocol === "tcp") {
    if (wanted.includes("rate")) add(`TCP · ${about}${figureWords(bytes(edge.bytesPerSec, true))}`, "quiet");
    if (edge.errorRatio > 0 && wanted.includes("errors")) add(figureWords(percent(edge.errorRatio)), errorTone(edge));
    return parts;
  }
  if (wanted.includes("rate")) add(`${about}${figureWords(rate(edge.ratePerSec))}`, "strong");
  if (wanted.includes("errors")) add(figureWords(percent(edge.errorRatio)), errorTone(edge));
  if (wanted.includes("p95") && edge.latencyMs.p95 !== null) add(figureWords(duration(edge.latencyMs.p95)), "quiet");
  if (wanted.includes("share") && edge.share < 1) add(`${figureWords(percent(edge.share))} share`, "quiet");
  return parts;
}

function errorTone(edge: GraphEdge): LabelPart["tone"] {
  if (edge.errorRatio === 0) return "quiet";
  return edge.health.status === "failing" ? "failing" : "degraded";
}
