import type { GraphType } from "@/lib/model/graph";

export const EDGE_FIGURES = ["rate", "errors", "p95", "share"] as const;
export type EdgeFigure = (typeof EDGE_FIGURES)[number];

export const PANEL_TABS = ["traffic", "traces", "config"] as const;
export type PanelTab = (typeof PANEL_TABS)[number];

/** What the graph page keeps in its URL besides the scope (app/(console)/graph/search-params.ts). */
export interface GraphUrl {
  type: GraphType;
  /** null: the drawing, on a phone the list */
  view: "graph" | "table" | null;
  find: string;
  hide: string;
  /** id of the selected node or edge */
  sel: string | null;
  tab: PanelTab;
  labels: EdgeFigure[];
  idle: boolean;
  boxes: boolean;
  animate: boolean;
  legend: boolean;
  /** seconds the timeline spans */
  range: number;
  /** namespaces unfolded in a grouped graph; "*": all */
  open: string[];
}

export type SetGraphUrl = (change: Partial<GraphUrl>) => void;
