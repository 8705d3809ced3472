"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { layoutInput } from "@/lib/graph/layout/layout-input";
import type { LayoutInput, Point, Positions } from "@/lib/graph/layout/layout-model";
import { placeNewNodes } from "@/lib/graph/layout/place-new-nodes";
import type { Graph } from "@/lib/model/graph";
import { layoutInWorker } from "./layout-client";
import { readPlaces, writePlaces } from "./stored-places";

/** Below this share of known nodes a graph is laid out whole rather than filled in. */
const FILL_IN_FROM = 0.5;

interface Places {
  view: string;
  positions: Positions;
  /** edges when it was laid out: a layout without traffic is provisional */
  laidEdges: number;
  dragged: boolean;
}

export interface PositionsState {
  positions: Positions;
  /** counts whole layouts, so that the drawing fits the new one */
  layouts: number;
  /** lays out anew */
  tidy: () => void;
  place: (id: string, at: Point) => void;
}

/**
 * Where nodes stand in a view. Old nodes never move by themselves; new ones get a free place near their neighbours. Only
 * "Tidy", another view, or the first traffic of a graph laid out without any lays it out whole, in a worker.
 */
export function usePositions(view: string, graph: Graph | undefined): PositionsState {
  const [places, setPlaces] = useState<Places>({ view: "", positions: {}, laidEdges: 0, dragged: false });
  const [layouts, setLayouts] = useState(0);
  const request = useRef(0);
  const input = useMemo(() => (graph ? layoutInput(graph) : null), [graph]);

  const layOut = useCallback(
    async (of: LayoutInput) => {
      const id = ++request.current;
      const positions = await layoutInWorker(of);
      if (id !== request.current) return;
      writePlaces(view, positions);
      setPlaces({ view, positions, laidEdges: of.edges.length, dragged: false });
      setLayouts((count) => count + 1);
    },
    [view],
  );

  const current: Places | null = useMemo(() => {
    if (places.view === view) return places;
    const stored = typeof sessionStorage === "undefined" ? {} : readPlaces(view);
    return { view, positions: stored, laidEdges: Number.POSITIVE_INFINITY, dragged: false };
  }, [places, view]);

  const filled = useMemo(() => {
    if (!input) return null;
    const known = input.nodes.filter((node) => current.positions[node.id]).length;
    if (known === input.nodes.length) return current.positions;
    return known > 0 && known >= input.nodes.length * FILL_IN_FROM ? placeNewNodes(input, current.positions) : null;
  }, [input, current]);

  const provisional = input !== null && !current.dragged && current.laidEdges * 2 < input.edges.length;
  useEffect(() => {
    if (!input || input.nodes.length === 0) return;
    if (filled === null || provisional) void layOut(input);
  }, [input, filled, provisional, layOut]);

  useEffect(() => {
    if (!filled || filled === current.positions) return;
    const positions = { ...current.positions, ...filled };
    writePlaces(view, positions);
    setPlaces({ ...current, positions });
  }, [filled, current, view]);

  const place = useCallback(
    (id: string, at: Point) => {
      setPlaces((old) => {
        const positions = { ...(old.view === view ? old.positions : readPlaces(view)), [id]: at };
        writePlaces(view, positions);
        return { view, positions, laidEdges: old.laidEdges, dragged: true };
      });
    },
    [view],
  );

  return { positions: filled ?? NONE, layouts, place, tidy: () => void (input && layOut(input)) };
}

const NONE: Positions = {};
