import { coversNamespace } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { Change } from "../model/change";
import type { ConfigKey } from "../model/config-object";
import { meshOf } from "../queries/mesh-of";
import { runQuery } from "../queries/run-query";

/** The latest changes of a mesh, newest first, without their proxies. Only those wholly inside the actor's namespaces. */
export function listChanges({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined; limit: number; target?: ConfigKey | undefined };
}): Promise<Change[]> {
  const mesh = meshOf(ctx, input.mesh);
  const { limit, target } = input;
  return runQuery(ctx, "changes.list", { "heddle.mesh": mesh.name }, async () => {
    const changes = await ctx.store.changes.list({ mesh: mesh.name, limit, ...(target ? { target } : {}) });
    return changes.filter((change) => change.items.every(({ key }) => coversNamespace(ctx.actor, key.namespace)));
  });
}
