import { authorize } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import { HeddleError } from "../model/heddle-error";
import type { TraceAnswer } from "../model/trace-answers";
import { meshOf } from "./mesh-of";
import { runQuery } from "./run-query";

/** All spans of one trace. Throws `not_found`. */
export function traceDetail({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined; traceId: string };
}): Promise<TraceAnswer> {
  const mesh = meshOf(ctx, input.mesh);
  const { traceId } = input;
  return runQuery(ctx, "trace-detail", { "heddle.mesh": mesh.name }, async () => {
    authorize(ctx, "viewer", null);
    const spans = await mesh.traces.get(traceId);
    if (spans.length > 0) return { traceId, spans };
    throw new HeddleError("not_found", {
      what: `There is no trace ${traceId}.`,
      why: "No span of it was kept: it was not sampled, has not arrived yet, or is past its retention.",
      next: "Wait a few seconds for a trace of just now; otherwise look for others in the list.",
    });
  });
}
