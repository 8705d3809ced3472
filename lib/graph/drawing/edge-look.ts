import type { GraphEdge } from "../../model/graph";

/** What an edge's colour says; trouble alone has one. */
export type EdgeTone = "edge" | "idle" | "degraded" | "failing" | "plaintext";

/** Colour class of an edge. `plaintext`: it is marked as such (lib/graph/plaintext.ts). */
export function edgeTone(edge: GraphEdge, plaintext: boolean): EdgeTone {
  if (edge.health.status === "failing") return "failing";
  if (edge.health.status === "degraded") return "degraded";
  if (plaintext) return "plaintext";
  return edge.health.status === "idle" ? "idle" : "edge";
}

/** Line width in px: 1 + 1.05 log10(rate + 1), at most 6, in quarters so that small changes redraw nothing. TCP: by 100 kB/s, at most 2.5. */
export function edgeWidth(edge: Pick<GraphEdge, "protocol" | "ratePerSec" | "bytesPerSec">): number {
  const tcp = edge.protocol === "tcp";
  const rate = tcp ? edge.bytesPerSec / 1e5 : edge.ratePerSec;
  return Math.round(Math.min(tcp ? 2.5 : 6, 1 + 1.05 * Math.log10(rate + 1)) * 4) / 4;
}

/** Dots on an edge at once (0 to 9), by the logarithm of its rate. */
export function dotCount(edge: Pick<GraphEdge, "protocol" | "ratePerSec" | "bytesPerSec">): number {
  const rate = edge.protocol === "tcp" ? edge.bytesPerSec / 10_000 : edge.ratePerSec;
  return rate <= 0 ? 0 : Math.max(1, Math.min(9, Math.round(1 + 1.9 * Math.log10(rate + 1))));
}

/** Seconds a dot takes to cross an edge: 0.4 to 4, longer with latency (ms; null: 1.2 s). */
export function crossSeconds(latencyMs: number | null): number {
  if (latencyMs === null) return 1.2;
  return Math.max(0.4, Math.min(4, 0.5 + 1.1 * Math.log10(1 + latencyMs / 8)));
}
