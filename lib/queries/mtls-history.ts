import { visibleNamespaces } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { MtlsHistory } from "../model/mtls-overview";
import { meshOf } from "./mesh-of";
import { runQuery } from "./run-query";

const DAY_MS = 86_400_000;
const SHARED_MS = 60_000;
/** Steps of ten minutes. */
const MAX_POINTS = 144;

/** How traffic travelled in the last 24 hours, in the namespaces the actor may see, or in one of them. */
export function mtlsHistory({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined; namespace?: string | undefined };
}): Promise<MtlsHistory> {
  const mesh = meshOf(ctx, input.mesh);
  const namespaces = visibleNamespaces(ctx.actor, input.namespace === undefined ? null : [input.namespace]);
  return runQuery(ctx, "mtls-history", { "heddle.mesh": mesh.name }, async () => {
    const key = `mtls-history ${JSON.stringify([mesh.name, namespaces && [...namespaces].sort()])}`;
    const options = { ttlMs: SHARED_MS, weigh: ({ points }: MtlsHistory) => points.length };
    return ctx.shared.get(key, options, async () => {
      const toMs = ctx.now();
      const window = { fromMs: toMs - DAY_MS, toMs };
      const query = { mesh: mesh.name, namespaces, maxPoints: MAX_POINTS, ...window };
      const series = (await mesh.metrics.transportSeries?.(query)) ?? { stepSec: 600, points: [] };
      return { ...window, ...series };
    });
  });
}
