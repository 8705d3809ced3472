"use client";

import { EyeOff, List, Search, Table2, Wand, Waypoints } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo, useRef } from "react";
import { CopyLink } from "@/components/graph/copy-link";
import { DisplayMenu } from "@/components/graph/display-menu";
import { FindField } from "@/components/graph/find-field";
import type { Drawn } from "@/components/graph/graph-canvas";
import type { GraphUrl, SetGraphUrl } from "@/components/graph/graph-url";
import { GraphView } from "@/components/graph/graph-view";
import { useGraph } from "@/components/graph/use-graph";
import { useHealthNews } from "@/components/graph/use-health-news";
import { useLayout } from "@/components/graph/use-layout";
import { usePhone } from "@/components/graph/use-phone";
import { type ShownGraph, useShownGraph } from "@/components/graph/use-shown-graph";
import { PageBar } from "@/components/shell/page-bar";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { useKeys } from "@/lib/client/keys";
import { usePageActions } from "@/lib/client/page-actions";
import { useScope } from "@/lib/client/use-scope";
import type { GraphNode, GraphType, GraphView as View } from "@/lib/model/graph";
import { graphParams } from "./search-params";

// What runs over the graph comes after it.
const RolloutChips = dynamic(() => import("@/components/rollouts/overlay/rollout-chips").then((m) => m.RolloutChips), {
  ssr: false,
});
const RunningRollouts = dynamic(
  () => import("@/components/rollouts/overlay/running-rollouts").then((m) => m.RunningRollouts),
  { ssr: false },
);

const overlay = (drawn: Drawn) => <RolloutChips {...drawn} />;
const aboutNode = ({ namespace, service }: GraphNode) =>
  service ? <RunningRollouts namespace={namespace} name={service} className="mt-2" /> : null;

const TYPES: readonly { value: GraphType; label: string }[] = [
  { value: "app", label: "App" },
  { value: "versionedApp", label: "Versions" },
  { value: "workload", label: "Workload" },
  { value: "service", label: "Service" },
];

function countWords(nodes: number, edges: number): string {
  const part = (n: number, word: string) => (n === 0 ? "" : `${n} ${word}${n === 1 ? "" : "s"}`);
  return [part(nodes, "node"), part(edges, "edge")].filter(Boolean).join(", ") || "0";
}

/** The graph page: what is looked at is in the URL, what is seen comes live. */
export function GraphPage() {
  const [url, setUrl] = useQueryStates(graphParams, { history: "push" });
  const set: SetGraphUrl = useCallback(
    // What is typed or toggled replaces the entry; what leads somewhere else can be gone back from.
    (change) =>
      void setUrl(change, { history: "sel" in change || "view" in change || "type" in change ? "push" : "replace" }),
    [setUrl],
  );
  const { scope, mesh, namespaces, durationSec, atMs, setScope } = useScope();
  const phone = usePhone();
  const nsKey = namespaces?.join(",") ?? null;
  const view: View = useMemo(
    () => ({
      mesh,
      namespaces: nsKey === null ? null : nsKey.split(","),
      type: url.type,
      durationSec,
      ...(atMs === null ? {} : { atMs }),
    }),
    [mesh, nsKey, url.type, durationSec, atMs],
  );
  const state = useGraph(view);
  useHealthNews(state.changing ? undefined : state.graph);
  const shown = useShownGraph(state.graph, url);
  const placesKey = `${mesh}|${nsKey ?? "*"}|${state.graph?.type ?? url.type}|${shown?.grouped ? url.open.join(",") : ""}`;
  const places = useLayout(placesKey, shown?.drawn);
  const mode =
    url.view === "table" && !phone
      ? "table"
      : url.view === null && phone
        ? "list"
        : url.view === "table"
          ? "list"
          : "graph";
  const findField = useRef<HTMLInputElement>(null);
  useKeys([
    { keys: "/", label: "Find in the graph", group: "This page", run: () => findField.current?.focus() },
    {
      keys: "t",
      label: "Switch between graph and table",
      group: "This page",
      run: () => set({ view: mode === "graph" ? "table" : "graph" }),
    },
  ]);
  usePageActions([
    { id: "tidy", label: "Tidy the graph", keywords: "layout arrange", run: places.tidy },
    ...TYPES.map(({ value, label }) => ({
      id: `type-${value}`,
      label: `Graph by ${label.toLowerCase()}`,
      run: () => set({ type: value, sel: null }),
    })),
  ]);
  return (
    <>
      {phone ? (
        <PhoneBar url={url} set={set} shown={shown} mode={mode} />
      ) : (
        <PageBar title="Graph" actions={<Actions url={url} set={set} mode={mode} onTidy={places.tidy} />}>
          <Segmented
            label="Nodes are"
            small
            value={url.type}
            options={TYPES}
            onChange={(type) => set({ type, sel: null })}
          />
          <Filters url={url} set={set} shown={shown} findField={findField} />
        </PageBar>
      )}
      <GraphView
        url={url}
        set={set}
        mode={mode}
        state={state}
        shown={shown}
        places={places}
        mesh={mesh}
        scope={scope}
        durationSec={durationSec}
        atMs={atMs}
        onTravel={(at) => setScope({ at })}
        onClearScope={() => setScope({ ns: null })}
        overlay={overlay}
        aboutNode={aboutNode}
      />
    </>
  );
}

interface BarProps {
  url: GraphUrl;
  set: SetGraphUrl;
  shown: ShownGraph | null;
}

const OK = { ok: true, expr: null } as const;

function Filters({ url, set, shown, findField }: BarProps & { findField: React.Ref<HTMLInputElement> }) {
  const onFind = useCallback((find: string) => set({ find }), [set]);
  const onHide = useCallback((hide: string) => set({ hide }), [set]);
  return (
    <>
      <FindField
        ref={findField}
        label="Find"
        icon={<Search aria-hidden="true" className="!size-3.5" />}
        placeholder="p95 > 1s"
        value={url.find}
        parse={shown?.find ?? OK}
        count={url.find && shown?.find.ok ? countWords(shown.foundNodes, shown.foundEdges) : ""}
        onChange={onFind}
        className="w-[240px]"
      />
      <FindField
        label="Hide"
        icon={<EyeOff aria-hidden="true" className="!size-3.5" />}
        placeholder="idle"
        value={url.hide}
        parse={shown?.hide ?? OK}
        count={url.hide && shown?.hide.ok ? String(shown.hidden) : ""}
        onChange={onHide}
        className="w-[184px]"
      />
    </>
  );
}

function Actions({ url, set, mode, onTidy }: { url: GraphUrl; set: SetGraphUrl; mode: string; onTidy: () => void }) {
  return (
    <>
      <DisplayMenu url={url} set={set} />
      {mode === "graph" ? (
        <Button variant="ghost" size="small" onClick={onTidy}>
          <Wand aria-hidden="true" />
          Tidy
        </Button>
      ) : null}
      <Segmented
        label="Shown as"
        small
        value={mode === "graph" ? "graph" : "table"}
        options={[
          {
            value: "graph",
            label: (
              <>
                <Waypoints aria-hidden="true" />
                Graph
              </>
            ),
          },
          {
            value: "table",
            label: (
              <>
                <Table2 aria-hidden="true" />
                Table
              </>
            ),
          },
        ]}
        onChange={(view) => set({ view: view === "graph" ? null : "table" })}
      />
      <CopyLink />
    </>
  );
}

function PhoneBar({ url, set, shown, mode }: BarProps & { mode: string }) {
  const onFind = useCallback((find: string) => set({ find }), [set]);
  return (
    <div className="flex shrink-0 flex-col gap-2.5 bg-surface-0 p-3 pb-1">
      <h1 className="sr-only">Graph</h1>
      <Segmented
        label="Shown as"
        value={mode === "graph" ? "graph" : "list"}
        options={[
          {
            value: "list",
            label: (
              <>
                <List aria-hidden="true" />
                Edges
              </>
            ),
          },
          {
            value: "graph",
            label: (
              <>
                <Waypoints aria-hidden="true" />
                Graph
              </>
            ),
          },
        ]}
        onChange={(view) => set({ view: view === "graph" ? "graph" : null })}
        className="w-full"
      />
      <FindField
        label="Find"
        icon={<Search aria-hidden="true" />}
        placeholder="p95 > 1s"
        value={url.find}
        parse={shown?.find ?? OK}
        count={url.find && shown?.find.ok ? countWords(shown.foundNodes, shown.foundEdges) : ""}
        onChange={onFind}
      />
    </div>
  );
}
