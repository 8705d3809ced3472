import { bytes } from "@/lib/client/format/bytes";
import { duration } from "@/lib/client/format/duration";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import type { GraphEdge } from "@/lib/model/graph";
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
    if (wanted.includes("rate")) add(`TCP · ${about}${plain(bytes(edge.bytesPerSec, true), " ")}`, "quiet");
    if (edge.errorRatio > 0 && wanted.includes("errors")) add(plain(percent(edge.errorRatio)), errorTone(edge));
    return parts;
  }
  if (wanted.includes("rate")) add(`${about}${plain(rate(edge.ratePerSec))}`, "strong");
  if (wanted.includes("errors")) add(plain(percent(edge.errorRatio)), errorTone(edge));
  if (wanted.includes("p95") && edge.latencyMs.p95 !== null) add(plain(duration(edge.latencyMs.p95), " "), "quiet");
  if (wanted.includes("share") && edge.share < 1) add(`${plain(percent(edge.share))} share`, "quiet");
  return parts;
}

function errorTone(edge: GraphEdge): LabelPart["tone"] {
  if (edge.errorRatio === 0) return "quiet";
  return edge.health.status === "failing" ? "failing" : "degraded";
}

function plain({ value, unit }: { value: string; unit: string }, gap = ""): string {
  return `${value}${gap}${unit}`;
}
