"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { foldGraphFrame } from "@/lib/client/fold-graph-frame";
import { useLiveStatus, useLiveTopic } from "@/lib/client/live";
import { graphQuery } from "@/lib/client/queries/graph";
import { useNow } from "@/lib/client/use-now";
import type { Graph, GraphView } from "@/lib/model/graph";

const ASK_EVERY_MS = 5000;
const STALE_AFTER_MS = 30_000;

export interface GraphState {
  graph: Graph | undefined;
  /** nothing to show yet */
  loading: boolean;
  /** the last answer was a failure; the graph shown, if any, is older */
  error: unknown;
  /** what is shown is of another view while the new one loads */
  changing: boolean;
  /** live, but no newer figures for a while */
  stale: boolean;
  ageMs: number;
  retry: () => void;
}

/**
 * The graph of a view. Live: frames of the socket fold into the query cache, and while the socket is away it is asked for
 * over HTTP every 5 s. At a past moment it is asked for once.
 */
export function useGraph(view: GraphView): GraphState {
  const client = useQueryClient();
  const live = useLiveStatus();
  const [refused, setRefused] = useState<string | null>(null);
  const follows = view.atMs === undefined;
  const socketServes = follows && live.state === "live" && refused === null;
  const options = graphQuery(view);
  const query = useQuery({
    ...options,
    refetchOnWindowFocus: follows && !socketServes,
    refetchInterval: follows && !socketServes ? ASK_EVERY_MS : false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const key = JSON.stringify(view);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is another subscription
  useEffect(() => setRefused(null), [key]);
  useLiveTopic(follows && view.mesh !== "" ? { topic: "graph", view } : null, (frame) => {
    if (frame.type === "error") setRefused(frame.message);
    if (frame.type !== "graph") return;
    setRefused(null);
    if (frame.full) void client.cancelQueries({ queryKey: options.queryKey });
    client.setQueryData<Graph>(options.queryKey, (prev) => foldGraphFrame(prev, frame, view));
  });
  const now = useNow(5000);
  const graph = query.data;
  const ageMs = graph && now > 0 ? Math.max(0, now - Date.parse(graph.at)) : 0;
  return {
    graph,
    loading: query.isPending,
    error: query.error,
    changing: query.isPlaceholderData,
    stale: follows && graph !== undefined && !query.isPlaceholderData && ageMs > STALE_AFTER_MS,
    ageMs,
    retry: () => void query.refetch(),
  };
}
