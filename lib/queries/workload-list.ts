import { coversNamespace } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { Workload } from "../model/workload";
import { meshOf } from "./mesh-of";
import { runQuery } from "./run-query";

/** The workloads of a mesh that the actor may see, by namespace and name. */
export function workloadList({ ctx, input }: { ctx: Ctx; input: { mesh?: string | undefined } }): Promise<Workload[]> {
  const mesh = meshOf(ctx, input.mesh);
  return runQuery(ctx, "workload-list", { "heddle.mesh": mesh.name }, async () =>
    (await mesh.port.workloads())
      .filter((workload) => coversNamespace(ctx.actor, workload.namespace))
      .sort((a, b) => a.namespace.localeCompare(b.namespace) || a.workload.localeCompare(b.workload)),
  );
}
