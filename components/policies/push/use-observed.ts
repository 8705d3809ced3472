"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { graphQuery } from "@/lib/client/queries/graph";
import { useNow } from "@/lib/client/use-now";
import type { SplitIntent } from "@/lib/policy/edit/split-intent";
import { versionFigures } from "../service-figures";
import type { ShiftBase } from "../shift/shift-base";
import { observedShares } from "./observed-shares";

const STEP_SEC = 5;
const LONGEST_SEC = 60;
const REFRESH_MS = 2500;
/** Counters are scraped every 5 s: younger traffic is not counted yet. */
const LAG_SEC = 5;

/** The measured shares since a change was acknowledged (at most the last minute). null: not yet, or nothing to compare. */
export function useObserved({
  mesh,
  base,
  intent,
  sinceMs,
}: {
  mesh: string;
  base: ShiftBase | null;
  intent: SplitIntent | null;
  sinceMs: number | null;
}) {
  const now = useNow(1000);
  const age = sinceMs === null || !now ? 0 : (now - sinceMs) / 1000 - LAG_SEC;
  const windowSec = Math.min(LONGEST_SEC, Math.floor(age / STEP_SEC) * STEP_SEC);
  const active = base !== null && intent !== null && intent.weights.length > 0 && windowSec >= STEP_SEC;
  const graph = useQuery({
    ...graphQuery({
      mesh: active ? mesh : "",
      namespaces: base ? [base.service.namespace] : null,
      type: "workload",
      durationSec: Math.max(STEP_SEC, windowSec),
    }),
    refetchInterval: active ? REFRESH_MS : false,
  });
  return useMemo(() => {
    if (!active || !graph.data || !base || !intent) return null;
    const { namespace, name } = base.service;
    const nodes = graph.data.nodes.filter(
      (node) => node.namespace === namespace && node.service === name && node.workload,
    );
    return { ...observedShares(base.versions, intent, versionFigures(base.service, nodes)), windowSec };
  }, [active, graph.data, base, intent, windowSec]);
}
