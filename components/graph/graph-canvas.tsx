"use client";

import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { tabOrder } from "@/lib/graph/drawing/key-walk";
import type { Layout, Point } from "@/lib/graph/layout/layout-model";
import type { Graph } from "@/lib/model/graph";
import type { GraphDrawing } from "./drawing/graph-drawing";
import type { EdgeFigure } from "./graph-url";
import { NodeKeys } from "./node-keys";
import { ZoomControls } from "./zoom-controls";

export interface GraphCanvasProps {
  graph: Graph;
  layout: Layout;
  /** another one for each view and each whole layout: the drawing fits it anew */
  fitKey: string;
  folded: ReadonlyMap<string, number>;
  labels: readonly EdgeFigure[];
  boxes: boolean;
  animate: boolean;
  selected: string | null;
  found: ReadonlySet<string>;
  onSelect: (id: string | null) => void;
  onOpen: (id: string) => void;
  onPlaced: (id: string, at: Point) => void;
  /** stands over the drawing and moves with it */
  overlay?: ((drawn: Drawn) => ReactNode) | undefined;
}

/** The drawing as an overlay sees it. */
export interface Drawn {
  graph: Graph;
  drawing: Pick<GraphDrawing, "onPaint" | "footOf">;
}

const MINIMAP_FROM = 30;

/** The drawn graph. The drawing itself is loaded on demand; React only hands it what changed. */
export function GraphCanvas(props: GraphCanvasProps) {
  const { graph, layout, fitKey, folded, labels, boxes, animate, selected, found } = props;
  const host = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<{
    of: GraphDrawing;
    makeScene: typeof import("./drawing/scene").makeScene;
  } | null>(null);
  const [view, setView] = useState({ zoom: 1, cut: false });
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let made: GraphDrawing | null = null;
    let gone = false;
    void Promise.all([import("./drawing/graph-drawing"), import("./drawing/scene")]).then(
      ([{ GraphDrawing: Drawing }, { makeScene }]) => {
        if (gone) return;
        made = new Drawing(element, {
          onSelect: (id) => latest.current.onSelect(id),
          onOpen: (id) => latest.current.onOpen(id),
          onPlaced: (id, at) => latest.current.onPlaced(id, at),
          onView: (zoom, cut) => setView({ zoom, cut }),
        });
        setDrawing({ of: made, makeScene });
      },
    );
    return () => {
      gone = true;
      made?.destroy();
      setDrawing(null);
    };
  }, []);

  useThemeWatch(drawing?.of ?? null);
  // Until the layout of another view is there, what was drawn stays.
  const placed = useMemo(() => graph.nodes.some((node) => layout.positions[node.id]), [graph, layout]);
  const scene = useMemo(
    () => (placed ? drawing?.makeScene(graph, layout, { labels, boxes, folded }) : undefined) ?? null,
    [drawing, placed, graph, layout, labels, boxes, folded],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each whole layout is fitted, before its scene comes
  useEffect(() => drawing?.of.fitNext(), [drawing, fitKey]);
  useEffect(() => {
    if (drawing && scene) void drawing.of.setScene(scene);
  }, [drawing, scene]);
  useEffect(() => drawing?.of.setSelected(selected), [drawing, selected]);
  useEffect(() => drawing?.of.setFound(found), [drawing, found]);
  useEffect(() => drawing?.of.setAnimated(animate), [drawing, animate]);

  const order = useMemo(() => {
    const stops = graph.nodes
      .filter((node) => layout.positions[node.id])
      .map((node) => ({ id: node.id, name: node.name }));
    return tabOrder(stops, graph.edges);
  }, [graph, layout]);
  const nodes = order.length;
  return (
    <section aria-label="Service graph" className="relative min-h-0 min-w-0 flex-1 overflow-hidden bg-surface-0">
      <p className="sr-only">
        {nodes} nodes and {graph.edges.length} edges. The table holds the same.
      </p>
      <div
        ref={host}
        aria-hidden="true"
        data-drawn={scene !== null && scene.nodes.size > 0}
        className="absolute inset-0"
      />
      {drawing ? props.overlay?.({ graph, drawing: drawing.of }) : null}
      <NodeKeys
        order={order}
        graph={graph}
        positions={layout.positions}
        onFocus={(id) => drawing?.of.setFocused(id)}
        onOpen={props.onSelect}
      />
      {drawing ? (
        <ZoomControls drawing={drawing.of} zoom={view.zoom} minimap={nodes >= MINIMAP_FROM || view.cut} />
      ) : null}
    </section>
  );
}

/** Reads colours again when the theme changes, by choice or with the system. */
function useThemeWatch(drawing: GraphDrawing | null): void {
  useEffect(() => {
    if (!drawing) return;
    const refresh = () => requestAnimationFrame(() => drawing.refreshTokens());
    const observer = new MutationObserver(refresh);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
    const system = window.matchMedia("(prefers-color-scheme: light)");
    system.addEventListener("change", refresh);
    void document.fonts.ready.then(refresh);
    return () => {
      observer.disconnect();
      system.removeEventListener("change", refresh);
    };
  }, [drawing]);
}
