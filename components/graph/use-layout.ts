"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { layoutInput } from "@/lib/graph/layout/layout-input";
import type { Layout, LayoutInput, Point } from "@/lib/graph/layout/layout-model";
import { placeNewNodes } from "@/lib/graph/layout/place-new-nodes";
import type { Graph } from "@/lib/model/graph";
import { layoutInWorker } from "./layout-client";
import { readLayout, writeLayout } from "./stored-places";

/** Below this share of known nodes a graph is laid out whole rather than filled in. */
const FILL_IN_FROM = 0.5;

interface Kept {
  view: string;
  layout: Layout;
  /** edges when it was laid out: a layout without traffic is provisional */
  laidEdges: number;
  dragged: boolean;
}

export interface LayoutState {
  layout: Layout;
  /** another one for each view and each whole layout: the drawing fits it anew */
  fitKey: string;
  /** lays out anew */
  tidy: () => void;
  place: (id: string, at: Point) => void;
}

const NONE: Layout = { positions: {}, routes: {} };

/**
 * Where nodes stand in a view. Old nodes never move by themselves; new ones get a free place near their neighbours. Only
 * "Tidy", another view, or the first traffic of a graph laid out without any lays it out whole, in a worker.
 */
export function useLayout(view: string, graph: Graph | undefined): LayoutState {
  const [kept, setKept] = useState<Kept>({ view: "", layout: NONE, laidEdges: 0, dragged: false });
  const [layouts, setLayouts] = useState(0);
  const request = useRef(0);
  const input = useMemo(() => (graph ? layoutInput(graph) : null), [graph]);

  const layOut = useCallback(
    async (of: LayoutInput) => {
      const id = ++request.current;
      const layout = await layoutInWorker(of);
      if (id !== request.current) return;
      writeLayout(view, layout);
      setKept({ view, layout, laidEdges: of.edges.length, dragged: false });
      setLayouts((count) => count + 1);
    },
    [view],
  );

  const current: Kept = useMemo(() => {
    if (kept.view === view) return kept;
    const stored = typeof sessionStorage === "undefined" ? NONE : readLayout(view);
    return { view, layout: stored, laidEdges: Number.POSITIVE_INFINITY, dragged: false };
  }, [kept, view]);

  const filled = useMemo(() => {
    if (!input) return null;
    const { positions } = current.layout;
    const known = input.nodes.filter((node) => positions[node.id]).length;
    if (known === input.nodes.length) return current.layout;
    if (known === 0 || known < input.nodes.length * FILL_IN_FROM) return null;
    return { ...current.layout, positions: { ...positions, ...placeNewNodes(input, positions) } };
  }, [input, current]);

  const provisional = input !== null && !current.dragged && current.laidEdges * 2 < input.edges.length;
  useEffect(() => {
    if (!input || input.nodes.length === 0) return;
    if (filled === null || provisional) void layOut(input);
  }, [input, filled, provisional, layOut]);

  useEffect(() => {
    if (!filled || filled === current.layout) return;
    writeLayout(view, filled);
    setKept({ ...current, layout: filled });
  }, [filled, current, view]);

  const place = useCallback(
    (id: string, at: Point) => {
      setKept((old) => {
        const before = old.view === view ? old.layout : readLayout(view);
        const layout = { positions: { ...before.positions, [id]: at }, routes: routesWithout(before.routes, id) };
        writeLayout(view, layout);
        return { view, layout, laidEdges: old.laidEdges, dragged: true };
      });
    },
    [view],
  );

  return { layout: filled ?? NONE, fitKey: `${view}#${layouts}`, place, tidy: () => void (input && layOut(input)) };
}

/** A dragged node's edges run straight to it: the layout's routes were for its old place. */
function routesWithout(routes: Layout["routes"], id: string): Layout["routes"] {
  return Object.fromEntries(Object.entries(routes).filter(([key]) => !key.split(">").includes(id)));
}
