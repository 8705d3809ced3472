import { authorize } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { NamesAnswer } from "../model/trace-answers";
import { meshOf } from "./mesh-of";
import { runQuery } from "./run-query";

const LOOK_BACK_MS = 24 * 3600_000;

/** Names of services that sent spans within the last day, or the operations of one of them. */
export function traceNames({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined; service?: string | undefined };
}): Promise<NamesAnswer> {
  const mesh = meshOf(ctx, input.mesh);
  return runQuery(ctx, "trace-names", { "heddle.mesh": mesh.name }, async () => {
    authorize(ctx, "viewer", null);
    const window = { startMs: ctx.now() - LOOK_BACK_MS, endMs: ctx.now() };
    const { service } = input;
    const names = service ? mesh.traces.operations(service, window) : mesh.traces.services(window);
    return { names: [...(await names)].sort() };
  });
}
