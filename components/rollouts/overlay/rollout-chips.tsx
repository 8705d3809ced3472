"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useMemo, useRef } from "react";
import { paths } from "@/lib/client/paths";
import { isActive, rolloutsQuery } from "@/lib/client/queries/rollouts";
import { useScope } from "@/lib/client/use-scope";
import type { Graph } from "@/lib/model/graph";
import { rolloutMarks } from "./rollout-marks";

/** The drawing this stands over. */
interface Drawing {
  onPaint: (listener: () => void) => () => void;
  footOf: (id: string) => { x: number; y: number } | null;
}

/** Running rollouts on the graph: a dashed chip at the foot of what they move, which leads to the run. */
export function RolloutChips({ graph, drawing }: { graph: Graph; drawing: Drawing }) {
  const { mesh, scope, atMs } = useScope();
  const query = useQuery(rolloutsQuery(mesh));
  const marks = useMemo(
    () => (atMs === null ? rolloutMarks(graph, (query.data ?? []).filter(isActive)) : []),
    [graph, query.data, atMs],
  );
  const chips = useRef(new Map<string, HTMLAnchorElement>());
  useEffect(
    () =>
      drawing.onPaint(() => {
        for (const { nodeId } of marks) {
          const chip = chips.current.get(nodeId);
          const foot = chip && drawing.footOf(nodeId);
          if (!chip) continue;
          chip.style.visibility = foot ? "visible" : "hidden";
          if (foot) chip.style.transform = `translate(${foot.x}px, ${foot.y}px) translate(-50%, -50%)`;
        }
      }),
    [drawing, marks],
  );
  return marks.map((mark) => (
    <Link
      key={mark.nodeId}
      ref={(element) => {
        if (element) chips.current.set(mark.nodeId, element);
        else chips.current.delete(mark.nodeId);
      }}
      href={paths.rollout(mark.rolloutId, scope)}
      aria-label={`${mark.words}: open the rollout`}
      title={mark.title}
      style={{ visibility: "hidden" }}
      className="absolute left-0 top-0 z-10 inline-flex h-5 items-center whitespace-nowrap rounded-1 border border-dashed border-accent bg-accent-bg px-1.5 text-2xs font-medium text-accent hover:border-solid"
    >
      {mark.words}
    </Link>
  ));
}
