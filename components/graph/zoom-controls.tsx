"use client";

import { Minus, Plus, Scan } from "lucide-react";
import { useEffect, useRef } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { useKeys } from "@/lib/client/keys";
import type { GraphDrawing } from "./drawing/graph-drawing";

const STEP = 1.25;

/** Zoom and fit, and a map of the whole when it does not fit the screen. */
export function ZoomControls({ drawing, zoom, minimap }: { drawing: GraphDrawing; zoom: number; minimap: boolean }) {
  useKeys([
    { keys: "f", label: "Fit the graph", group: "This page", run: () => drawing.fit() },
    { keys: "+", label: "Zoom in", group: "This page", run: () => drawing.zoomBy(STEP) },
    { keys: "-", label: "Zoom out", group: "This page", run: () => drawing.zoomBy(1 / STEP) },
  ]);
  return (
    <div className="absolute bottom-3 left-3 z-10 flex items-end gap-2">
      <div className="flex flex-col items-center gap-0.5 rounded-2 border border-border-2 bg-surface-1 p-[3px]">
        <IconButton label="Zoom in" hint="+" small onClick={() => drawing.zoomBy(STEP)}>
          <Plus aria-hidden="true" />
        </IconButton>
        <span className="w-9 text-center text-2xs text-text-3 tabular-nums">{Math.round(zoom * 100)}%</span>
        <IconButton label="Zoom out" hint="-" small onClick={() => drawing.zoomBy(1 / STEP)}>
          <Minus aria-hidden="true" />
        </IconButton>
        <span className="my-0.5 w-[18px] border-t border-border-2" aria-hidden="true" />
        <IconButton label="Fit the graph" hint="F" small onClick={() => drawing.fit()}>
          <Scan aria-hidden="true" />
        </IconButton>
      </div>
      {minimap ? <Minimap drawing={drawing} /> : null}
    </div>
  );
}

function Minimap({ drawing }: { drawing: GraphDrawing }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    drawing.setMinimap(canvas.current);
    return () => drawing.setMinimap(null);
  }, [drawing]);
  return (
    <div className="rounded-2 border border-border-2 bg-surface-1 p-[5px] max-sm:hidden">
      <canvas
        ref={canvas}
        className="block h-[100px] w-[136px] cursor-pointer"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => event.buttons > 0 && goTo(event, drawing)}
        onClick={(event) => goTo(event, drawing)}
      />
    </div>
  );
}

function goTo(event: { clientX: number; clientY: number; currentTarget: HTMLElement }, drawing: GraphDrawing): void {
  const rect = event.currentTarget.getBoundingClientRect();
  drawing.goToMinimap(event.clientX - rect.left, event.clientY - rect.top);
}
