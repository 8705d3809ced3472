"use client";

import { useEffect, useRef } from "react";
import { useAnnounce } from "@/lib/client/announcer";
import type { Graph } from "@/lib/model/graph";
import { nodeWords } from "./node-words";

/** Says which nodes began to fail, or no longer do, to those who cannot see the ring change. Silent about the first sight. */
export function useHealthNews(graph: Graph | undefined): void {
  const announce = useAnnounce();
  const before = useRef<{ view: string; failing: Map<string, string> } | null>(null);
  useEffect(() => {
    if (!graph) return;
    const view = `${graph.mesh} ${graph.type}`;
    const failing = new Map(
      graph.nodes
        .filter((node) => node.kind !== "box" && node.health.status === "failing")
        .map((node) => [node.id, nodeWords(node)]),
    );
    const known = before.current?.view === view ? before.current.failing : failing;
    before.current = { view, failing };
    const began = [...failing].filter(([id]) => !known.has(id)).map(([, name]) => name);
    const ended = [...known].filter(([id]) => !failing.has(id)).map(([, name]) => name);
    if (began.length > 0) announce(`${began.join(", ")}: failing`, true);
    else if (ended.length > 0) announce(`${ended.join(", ")}: no longer failing`);
  }, [graph, announce]);
}
