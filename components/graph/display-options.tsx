"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Switch } from "@/components/ui/switch";
import { EDGE_FIGURES, type EdgeFigure, type GraphUrl, type SetGraphUrl } from "./graph-url";

const FIGURE_WORDS: Record<EdgeFigure, string> = {
  rate: "Rate",
  errors: "Errors",
  p95: "p95 latency",
  share: "Share of the service's traffic",
};

/** What the drawing shows besides nodes and edges. */
export function DisplayOptions({ url, set }: { url: GraphUrl; set: SetGraphUrl }) {
  const toggle = (figure: EdgeFigure, on: boolean) => {
    const labels = EDGE_FIGURES.filter((known) => (known === figure ? on : url.labels.includes(known)));
    set({ labels });
  };
  return (
    <div className="flex w-56 flex-col gap-3">
      <fieldset className="flex flex-col gap-0.5">
        <legend className="mb-0.5 text-xs font-medium text-text-3">On edges</legend>
        {EDGE_FIGURES.map((figure) => (
          <Checkbox
            key={figure}
            label={FIGURE_WORDS[figure]}
            checked={url.labels.includes(figure)}
            onChange={(on) => toggle(figure, on)}
          />
        ))}
      </fieldset>
      <div className="flex flex-col gap-1 border-t border-border-1 pt-2.5">
        <Switch label="Nodes without traffic" checked={url.idle} onChange={(idle) => set({ idle })} />
        <Switch label="Boxes" checked={url.boxes} onChange={(boxes) => set({ boxes })} />
        <Switch label="Moving traffic" checked={url.animate} onChange={(animate) => set({ animate })} />
        <Switch label="Legend" checked={url.legend} onChange={(legend) => set({ legend })} />
      </div>
    </div>
  );
}
