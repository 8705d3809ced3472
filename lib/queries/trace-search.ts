import { authorize } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { TraceQuery } from "../model/span";
import type { TraceSearchAnswer } from "../model/trace-answers";
import { meshOf } from "./mesh-of";
import { runQuery } from "./run-query";

/** Traces that match. A trace crosses namespaces, so this takes rights in all of them. */
export function traceSearch({
  ctx,
  input: { mesh: name, ...query },
}: {
  ctx: Ctx;
  input: TraceQuery & { mesh?: string | undefined };
}): Promise<TraceSearchAnswer> {
  const mesh = meshOf(ctx, name);
  return runQuery(ctx, "trace-search", { "heddle.mesh": mesh.name, "heddle.limit": query.limit }, async () => {
    authorize(ctx, "viewer", null);
    return mesh.traces.search(query);
  });
}
