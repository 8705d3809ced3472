import { coversNamespace } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { Service } from "../model/workload";
import { meshOf } from "./mesh-of";
import { runQuery } from "./run-query";

/** The services of a mesh that the actor may see, by namespace and name. */
export function serviceList({ ctx, input }: { ctx: Ctx; input: { mesh?: string | undefined } }): Promise<Service[]> {
  const mesh = meshOf(ctx, input.mesh);
  return runQuery(ctx, "service-list", { "heddle.mesh": mesh.name }, async () =>
    (await mesh.port.services())
      .filter((service) => coversNamespace(ctx.actor, service.namespace))
      .sort((a, b) => a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name)),
  );
}
