import type { StylesheetJson } from "cytoscape";
import type { DrawTokens } from "./draw-tokens";
import { DIM_ALPHA } from "./view-state";

/**
 * Edges are Cytoscape's to draw; nodes are only there to be hit and dragged, their tiles are drawn over them
 * (draw-nodes.ts). So a node's health changes without restyling a thing.
 */
export function cytoscapeStyle({ color }: DrawTokens): StylesheetJson {
  const lines = {
    edge: color.edge,
    idle: color["edge-idle"],
    degraded: color["degraded-mark"],
    failing: color["failing-mark"],
    plaintext: color["plain-fg"],
  };
  return [
    {
      selector: "node",
      style: {
        width: 46,
        height: 46,
        shape: "round-rectangle",
        "background-opacity": 0,
        "border-width": 0,
        "overlay-opacity": 0,
        "z-index": 10,
      },
    },
    {
      selector: "edge",
      style: {
        width: "data(width)",
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.85,
        "line-cap": "round",
        "overlay-opacity": 0,
        "curve-style": "straight",
      },
    },
    {
      selector: "edge[?curved]",
      style: {
        "curve-style": "unbundled-bezier",
        "edge-distances": "endpoints",
        "source-endpoint": "data(from)",
        "target-endpoint": "data(to)",
        "control-point-weights": "data(weights)",
        "control-point-distances": "data(distances)",
      },
    },
    {
      selector: "edge[?loop]",
      style: {
        "curve-style": "bezier",
        "loop-direction": "0deg",
        "loop-sweep": "50deg",
        "control-point-step-size": 56,
      },
    },
    ...Object.entries(lines).map(([tone, line]) => ({
      selector: `edge[tone="${tone}"]`,
      style: { "line-color": line, "target-arrow-color": line },
    })),
    { selector: 'edge[dash="tcp"]', style: { "line-style": "dashed", "line-dash-pattern": [6, 4] } },
    { selector: 'edge[dash="estimated"]', style: { "line-style": "dashed", "line-dash-pattern": [1.5, 4] } },
    { selector: "edge.dim", style: { opacity: DIM_ALPHA * 0.7 } },
  ] as StylesheetJson;
}
