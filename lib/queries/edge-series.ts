import { authorize, coversNamespace } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { TrafficSeries } from "../model/series";
import type { SeriesQuery } from "../sources/metrics-source";
import { meshOf } from "./mesh-of";
import { runQuery } from "./run-query";

export interface EdgeSeriesInput extends Omit<SeriesQuery, "mesh" | "fromMs" | "toMs"> {
  mesh?: string | undefined;
  durationSec: number;
  /** end of the window, epoch ms; undefined: now */
  atMs?: number | undefined;
}

/** Traffic over time between two sets of peers. One end must lie in a namespace the actor may see. */
export function edgeSeries({ ctx, input }: { ctx: Ctx; input: EdgeSeriesInput }): Promise<TrafficSeries> {
  const { mesh: name, durationSec, atMs, ...query } = input;
  const mesh = meshOf(ctx, name);
  return runQuery(ctx, "edge-series", { "heddle.mesh": mesh.name, "heddle.window_sec": durationSec }, async () => {
    const ends = [query.source?.namespace, query.destination?.namespace].flatMap((end) => (end ? [end] : []));
    if (!ends.some((end) => coversNamespace(ctx.actor, end))) authorize(ctx, "viewer", ends[0] ?? null);
    const toMs = atMs ?? ctx.now();
    return mesh.metrics.series({ ...query, mesh: mesh.name, fromMs: toMs - durationSec * 1000, toMs });
  });
}
