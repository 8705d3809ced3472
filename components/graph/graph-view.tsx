"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { Stale } from "@/components/ui/stale";
import { describeError } from "@/lib/client/api-error";
import type { Scope } from "@/lib/client/scope-params";
import { GraphCanvas, type GraphCanvasProps } from "./graph-canvas";
import { GraphNotices } from "./graph-notices";
import { GraphSkeleton } from "./graph-skeleton";
import type { GraphUrl, SetGraphUrl } from "./graph-url";
import { IdleNodes } from "./idle-nodes";
import { Legend } from "./legend";
import { nodesById } from "./node-words";
import type { PanelContext } from "./panel/panel-context";
import type { GraphState } from "./use-graph";
import type { LayoutState } from "./use-layout";
import type { ShownGraph } from "./use-shown-graph";

// What the first sight of the graph does not need comes when it is asked for.
const EdgeList = dynamic(() => import("./edge-list").then((m) => m.EdgeList), { ssr: false });
const EdgeTable = dynamic(() => import("./edge-table").then((m) => m.EdgeTable), { ssr: false });
const FirstRun = dynamic(() => import("./first-run").then((m) => m.FirstRun), { ssr: false });
const EdgePanel = dynamic(() => import("./panel/edge-panel").then((m) => m.EdgePanel), { ssr: false });
const NodePanel = dynamic(() => import("./panel/node-panel").then((m) => m.NodePanel), { ssr: false });
const TimelineStrip = dynamic(() => import("./timeline-strip").then((m) => m.TimelineStrip), {
  ssr: false,
  loading: () => <div className="h-[72px] shrink-0 border-t border-border-1 bg-surface-1 max-lg:hidden" />,
});

export interface GraphViewProps {
  url: GraphUrl;
  set: SetGraphUrl;
  mode: "graph" | "table" | "list";
  state: GraphState;
  shown: ShownGraph | null;
  places: LayoutState;
  mesh: string;
  scope: Scope;
  durationSec: number;
  atMs: number | null;
  onTravel: (atMs: number | null) => void;
  /** shows every namespace again */
  onClearScope: () => void;
  /** over the drawing */
  overlay?: GraphCanvasProps["overlay"];
  /** more about a node, at the head of its panel */
  aboutNode?: PanelContext["aboutNode"];
}

/** The body of the graph page: drawing, table or list, with the panel of what is selected beside it. */
export function GraphView(props: GraphViewProps) {
  const { state, shown, url, set } = props;
  if (!state.graph || !shown) return <Waiting state={state} />;
  if (isFirstRun(props)) return <FirstRun />;
  return (
    <>
      <div className="relative flex min-h-0 flex-1">
        <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
          <GraphNotices state={state} shown={shown} url={url} set={set} />
          <Stale when={state.stale || state.changing} className="flex min-h-0 flex-1 flex-col">
            <Body {...props} shown={shown} />
          </Stale>
          {url.legend && props.mode === "graph" ? <Legend onClose={() => set({ legend: false })} /> : null}
        </div>
        <SelectionPanel {...props} shown={shown} />
      </div>
      <TimelineStrip
        mesh={props.mesh}
        scope={props.scope}
        durationSec={props.durationSec}
        atMs={props.atMs}
        onTravel={props.onTravel}
        rangeSec={url.range}
        onRange={(range) => set({ range })}
      />
    </>
  );
}

function Waiting({ state }: { state: GraphState }) {
  if (!state.error) return <GraphSkeleton />;
  return <FailureState failure={describeError(state.error)} onRetry={state.retry} />;
}

/** Nothing at all is known of the mesh, and no filter is to blame. */
function isFirstRun({ state, scope, atMs }: GraphViewProps): boolean {
  return state.graph?.nodes.length === 0 && !scope.ns?.length && atMs === null;
}

type Shown = GraphViewProps & { shown: ShownGraph };

function Body(props: Shown) {
  const { shown, url, set, mode, places } = props;
  const found = url.find && shown.find.ok ? shown.found : null;
  if (shown.graph.nodes.length === 0) return <NothingMatches {...props} />;
  if (mode === "list") {
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        {shown.graph.edges.length === 0 ? (
          <NoTraffic />
        ) : (
          <EdgeList graph={shown.graph} found={found} onSelect={(sel) => set({ sel })} />
        )}
      </div>
    );
  }
  if (mode === "table") {
    return (
      <>
        <EdgeTable
          graph={shown.graph}
          selected={url.sel}
          found={found}
          onSelect={(sel) => set({ sel })}
          empty={<NoTraffic />}
        />
        <IdleNodes graph={shown.graph} onSelect={(sel) => set({ sel })} />
      </>
    );
  }
  return (
    <GraphCanvas
      graph={shown.drawn}
      layout={places.layout}
      fitKey={places.fitKey}
      folded={shown.folded}
      labels={url.labels}
      boxes={url.boxes}
      animate={url.animate}
      selected={url.sel}
      found={shown.found}
      onSelect={(sel) => set({ sel })}
      onOpen={(id) =>
        shown.folded.has(id) ? set({ open: [...url.open, id.slice("box/".length)], sel: null }) : set({ sel: id })
      }
      onPlaced={places.place}
      overlay={props.overlay}
    />
  );
}

function NoTraffic() {
  return (
    <EmptyState kind="nothing" title="No traffic between them yet">
      Edges appear with the first requests, within some ten seconds.
    </EmptyState>
  );
}

function NothingMatches({ shown, url, set, scope, atMs, onClearScope }: Shown) {
  const filtered = url.hide !== "" || !url.idle;
  const namespaces = scope.ns?.length ? ` in ${scope.ns.join(", ")}` : "";
  return (
    <EmptyState
      kind="noMatch"
      title={filtered ? "Everything is hidden" : `Nothing seen${namespaces}${atMs === null ? "" : " at that time"}`}
      action={
        <>
          {filtered ? <Button onClick={() => set({ hide: "", idle: true })}>Clear filters</Button> : null}
          {namespaces ? <Button onClick={onClearScope}>Show all namespaces</Button> : null}
        </>
      }
    >
      {filtered
        ? `Hide takes ${shown.hidden} nodes and edges away.`
        : "No workload is registered and no traffic was counted in this window."}
    </EmptyState>
  );
}

function SelectionPanel({ shown, url, set, mesh, scope, durationSec, atMs, aboutNode }: Shown) {
  // A folded graph's own nodes and edges come first: its summed edges are in no other.
  const graph = shown.drawn;
  const nodes = useMemo(() => new Map([...nodesById(shown.graph), ...nodesById(graph)]), [graph, shown.graph]);
  if (!url.sel) return null;
  const edge = graph.edges.find(({ id }) => id === url.sel) ?? shown.graph.edges.find(({ id }) => id === url.sel);
  const node = nodes.get(url.sel);
  const context: PanelContext = {
    graph: graph.edges.some(({ id }) => id === url.sel) || node?.kind === "box" ? graph : shown.graph,
    nodes,
    mesh,
    scope,
    durationSec,
    atMs,
    tab: url.tab,
    onTab: (tab) => set({ tab }),
    onSelect: (sel) => set({ sel }),
    aboutNode,
  };
  if (edge) return <EdgePanel edge={edge} context={context} />;
  return node ? <NodePanel node={node} context={context} /> : null;
}
